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

    /// <summary>Removes every value of a key from the user's git configuration: <c>git config --global --unset-all KEY</c>.</summary>
    /// <param name="Key">The key: <c>http.proxy</c>.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record UnsetGitConfig(string Key, BilingualText Why) : Fix(Why);

    /// <summary>Gives a name an address in the hosts file for a while, in a block of our own that is cleaned up.</summary>
    /// <param name="Host">The name.</param>
    /// <param name="Address">An IP address.</param>
    /// <param name="Minutes">How long it may stay, 1 to 10,080 (a week).</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetHostsEntry(string Host, string Address, int Minutes, BilingualText Why) : Fix(Why);

    /// <summary>Takes a name out of the hosts file, so that the name servers are asked again.</summary>
    /// <param name="Host">The name.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record RemoveHostsEntries(string Host, BilingualText Why) : Fix(Why);

    /// <summary>Makes this machine ask other name servers.</summary>
    /// <param name="Servers">IP addresses, in order, separated by blanks; one to three.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetNameServers(string Servers, BilingualText Why) : Fix(Why);

    /// <summary>Makes the caches of names on this machine forget.</summary>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record FlushDns(BilingualText Why) : Fix(Why);

    /// <summary>Removes one version from the module cache: its files and the extracted folder, and nothing else.</summary>
    /// <param name="Module">The module's path.</param>
    /// <param name="Version">The version.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record RemoveFromCache(string Module, string Version, BilingualText Why) : Fix(Why);

    /// <summary>Makes the programs of this account trust an authority: that of a company's TLS interception.</summary>
    /// <param name="File">A PEM file with one or more certificates of authorities; <c>~</c> is the user's home.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record TrustAuthority(string File, BilingualText Why) : Fix(Why);

    /// <summary>Keeps hosts away from the HTTP proxy: adds them to NO_PROXY.</summary>
    /// <param name="Hosts">Names or suffixes, separated by commas.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record ExemptFromProxy(string Hosts, BilingualText Why) : Fix(Why);

    /// <summary>Sets the permission bits of a file or folder; nothing on Windows.</summary>
    /// <param name="Path">The file; <c>~</c> is the user's home.</param>
    /// <param name="Mode">Octal: <c>0600</c>.</param>
    /// <param name="Why">See <see cref="Fix"/>.</param>
    public sealed record SetFileMode(string Path, string Mode, BilingualText Why) : Fix(Why);

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
