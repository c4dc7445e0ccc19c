namespace Sluice.Cli.Run;

/// <summary>How a command is run and reported.</summary>
/// <param name="Words">The program and its arguments.</param>
internal sealed record RunOptions(IReadOnlyList<string> Words)
{
    /// <summary>Files to write reports to; the ending decides the format: .html, .json, .har.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>After how long without movement it is said on what the command waits.</summary>
    public TimeSpan HangAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says nothing but what the command says.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Prints the report as JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Says below lines of stderr what they mean.</summary>
    public bool Annotates { get; init; }

    /// <summary>Lists every request.</summary>
    public bool ListsAll { get; init; }

    /// <summary>Leaves the command's streams alone.</summary>
    public bool IsUntouched { get; init; }
}
