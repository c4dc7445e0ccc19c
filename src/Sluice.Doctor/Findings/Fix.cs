namespace Sluice.Doctor.Findings;

/// <summary>
/// Something that helps, as data: it is printed as a line to type (<see cref="FixCommands"/>), as JSON, or done by the doctor. The hierarchy is closed.
/// Values may hold placeholders (<c>{host}</c>, <c>{module}</c>) until <see cref="FixPlaceholders"/> fills them.
/// </summary>
public abstract record Fix
{
    private Fix(BilingualText why) => Why = why;

    /// <summary>What it does, and when it is the right one. A sentence.</summary>
    public BilingualText Why { get; init; }

    /// <summary>Sets a variable of the go command for good: <c>go env -w NAME=VALUE</c>.</summary>
    /// <param name="Name">A variable that <c>go env -w</c> accepts.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetGoVariable(string Name, string Value, BilingualText Why) : Fix(Why);

    /// <summary>Goes back to the go command's own value: <c>go env -u NAME</c>.</summary>
    /// <param name="Name">A variable of the go command.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record UnsetGoVariable(string Name, BilingualText Why) : Fix(Why);

    /// <summary>Sets a variable of the shell: <c>export NAME=VALUE</c>.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetShellVariable(string Name, string Value, BilingualText Why) : Fix(Why);

    /// <summary>Removes a variable of the shell: <c>unset NAME</c>.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record UnsetShellVariable(string Name, BilingualText Why) : Fix(Why);

    /// <summary>Runs a program. The arguments need no shell.</summary>
    /// <param name="Arguments">The program's name and its arguments; at least one.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record RunCommand(IReadOnlyList<string> Arguments, BilingualText Why) : Fix(Why);

    /// <summary>Sets something in the user's git configuration: <c>git config --global KEY VALUE</c>.</summary>
    /// <param name="Key">The key: <c>url.git@github.com:.insteadOf</c>.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetGitConfig(string Key, string Value, BilingualText Why) : Fix(Why);

    /// <summary>Changes a file.</summary>
    /// <param name="Path">The file; <c>~</c> is the user's home.</param>
    /// <param name="Remove">The text to be replaced or taken out; null to add a line at the end.</param>
    /// <param name="Add">What stands there afterwards; null to take <paramref name="Remove"/> out.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record EditFile(string Path, string? Remove, string? Add, BilingualText Why) : Fix(Why);

    /// <summary>Something that no command does; <see cref="Fix.Why"/> says all.</summary>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record Advice(BilingualText Why) : Fix(Why);

    /// <summary>A page to read.</summary>
    /// <param name="Url">Absolute.</param>
    /// <param name="Why">What the page tells.</param>
    public sealed record Link(string Url, BilingualText Why) : Fix(Why);
}
