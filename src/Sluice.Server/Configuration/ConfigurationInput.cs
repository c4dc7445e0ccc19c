namespace Sluice.Server.Configuration;

/// <summary>Everything that a configuration is made from, handed in by the composition root: the loader reads files and nothing else.</summary>
public sealed record ConfigurationInput
{
    /// <summary>The file named by <c>--config</c>; null to take <c>SLUICE_CONFIG</c>, else <c>sluice.yaml</c> in the working directory if it is there, else none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Settings given as flags, by key: <c>cache.listTtl</c>. They go before everything else.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>The environment variables, all of them: settings, proxies, secrets, <c>HOME</c> and <c>NETRC</c> are looked up here. An empty one counts as unset.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working directory, absolute. Relative paths of flags and environment start here; those of a file start at the file's directory.</summary>
    public required string WorkingDirectory { get; init; }

    internal string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
