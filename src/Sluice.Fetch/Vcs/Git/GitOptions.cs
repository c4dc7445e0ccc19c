namespace Sluice.Fetch.Vcs.Git;

/// <summary>How git repositories are fetched. The system's git has to be 2.32 or newer: older ones know no <c>GIT_CONFIG_GLOBAL</c>.</summary>
/// <param name="CacheDirectory">Where the copies lie, in a folder <c>git</c>. Everything in there can be deleted while nothing runs.</param>
public sealed record GitOptions(string CacheDirectory)
{
    /// <summary>How long a server's list of refs is believed. Default 5 s: the questions of one go command.</summary>
    public TimeSpan RefsLifetime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may be silent. Default 60 s: a server that packs a big repository says nothing for a while.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a list of refs may take as a whole. Default 2 min.</summary>
    public TimeSpan RefsTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a fetch may take as a whole. Default 30 min.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How much a server may send for one fetch, in bytes. Default 8 GiB: a server that can give neither single commits nor history without files gives
    /// everything, and Linux has 5 GiB.
    /// </summary>
    public long PackLimitBytes { get; init; } = 8L << 30;

    /// <summary>How ssh connects.</summary>
    public GitSshOptions Ssh { get; init; } = new();

    /// <summary>
    /// The environment that the composition root hands in. Taken from it: <c>PATH</c>, <c>HOME</c>, <c>SSH_AUTH_SOCK</c>,
    /// <c>GIT_CONFIG_GLOBAL</c>, <c>GIT_CONFIG_SYSTEM</c>, <c>GIT_CONFIG_NOSYSTEM</c>, <c>GIT_SSL_CAINFO</c>, <c>SSL_CERT_FILE</c>,
    /// <c>SSL_CERT_DIR</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether <c>file://</c> URLs are allowed too. For tests.</summary>
    internal bool AllowsFileUrls { get; init; }
}

/// <summary>How ssh connects to git servers.</summary>
public sealed record GitSshOptions
{
    /// <summary>The private key to use, and no other; null for the keys of the agent and of <c>~/.ssh</c>.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>The known hosts to believe, and no others; null for those of <c>~/.ssh</c> and of the system.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>How long a connection attempt may take. Default 20 s; whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
