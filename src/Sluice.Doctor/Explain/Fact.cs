namespace Sluice.Doctor.Explain;

/// <summary>What only the reading of an error tells, not one of its phrases. Patterns of the knowledge base name it.</summary>
internal enum Fact
{
    /// <summary>A checksum mismatch names the hash of go.sum.</summary>
    GoSumHash,

    /// <summary>A checksum mismatch names the hash of a checksum database.</summary>
    DatabaseHash,

    /// <summary>A well-known public name was looked up with something behind it.</summary>
    SearchDomain,

    /// <summary>A well-known public name led to an address of an inside network.</summary>
    InsideAddress,

    /// <summary>A not-found took as long as an attempt to fetch does.</summary>
    SlowNotFound,

    /// <summary>A module proxy answers <c>/sumdb/…/supported</c> with something that stops the go command.</summary>
    RelayRefused,

    /// <summary>A not-found of a question that <c>-x</c> shows.</summary>
    ProbeNotFound,

    /// <summary>A module is looked for at a path that is only the beginning of one.</summary>
    PrefixProbe,

    /// <summary>A server's log line about a request that went well.</summary>
    HealthyLog,

    /// <summary>The go command says that something is wrong with a version, in words that nobody knows.</summary>
    UnknownCause,
}

/// <summary>The names of facts in the knowledge base.</summary>
internal static class FactNames
{
    private static readonly string[] Names =
        ["gosum-hash", "database-hash", "search-domain", "inside-address", "slow-not-found", "relay-refused", "probe-not-found", "prefix-probe", "healthy-log", "unknown-cause"];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The fact of a name; false for a name that is none.</summary>
    public static bool TryParse(string name, out Fact fact)
    {
        var index = Array.IndexOf(Names, name);
        fact = (Fact)Math.Max(index, 0);
        return index >= 0;
    }
}
