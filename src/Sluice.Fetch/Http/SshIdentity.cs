namespace Sluice.Fetch.Http;

/// <summary>How ssh proves itself to a host, and how the host has to.</summary>
/// <param name="Host">Host name, compared without case.</param>
/// <param name="PathPrefix">Path that the repository's path begins with, whole elements, without slashes around it; empty for all. The longest match wins.</param>
public sealed record SshIdentity(string Host, string PathPrefix)
{
    /// <summary>The private key file, and no other key; null for those of the agent and of <c>~/.ssh</c>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The known_hosts file, and no other; null for those of <c>~/.ssh</c> and of the system.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>Whether this is for a repository.</summary>
    /// <param name="host">Its host, without port.</param>
    /// <param name="path">Its path, without leading slash.</param>
    public bool Covers(string host, string path) => HostPrefix.Covers(Host, PathPrefix, host, path);
}
