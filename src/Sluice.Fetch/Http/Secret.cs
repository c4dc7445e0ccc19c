namespace Sluice.Fetch.Http;

/// <summary>A password or token. Its text form is masked, so that it cannot slip into a log, a report or an exception.</summary>
public sealed class Secret(string value)
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The secret itself, for the one place that puts it on the wire.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
