using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Reports;

/// <summary>How something that was looked at was.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>A value, neither good nor bad; or a failure that hurts nothing.</summary>
    Fact,

    /// <summary>The go command goes on with a loss.</summary>
    Warning,

    /// <summary>The go command fails by it.</summary>
    Problem,

    /// <summary>It was not looked at.</summary>
    NotChecked,
}

/// <summary>Something that was looked at.</summary>
/// <param name="State">How it was.</param>
/// <param name="Subject">What: <c>proxy.golang.org</c>.</param>
/// <param name="Text">How it was, in symbols that read the same in every language.</param>
public sealed record Check(CheckState State, string Subject, string Text);

/// <summary>All that was looked at in one layer.</summary>
/// <param name="Layer">Its name in JSON.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Checks">In the order of the go command's way; at least one.</param>
public sealed record CheckGroup(string Layer, BilingualText Title, IReadOnlyList<Check> Checks)
{
    /// <summary>The worst of its checks.</summary>
    public CheckState State =>
        Checks.Any(check => check.State == CheckState.Problem) ? CheckState.Problem
        : Checks.Any(check => check.State == CheckState.Warning) ? CheckState.Warning
        : Checks.Any(check => check.State == CheckState.Ok) ? CheckState.Ok
        : Checks.All(check => check.State == CheckState.NotChecked) ? CheckState.NotChecked
        : CheckState.Fact;
}
