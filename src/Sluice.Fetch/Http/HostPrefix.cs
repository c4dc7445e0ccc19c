namespace Sluice.Fetch.Http;

/// <summary>What ssh keys and GitHub Apps are configured for: a host of repositories, or a part of it.</summary>
internal static class HostPrefix
{
    /// <summary>Whether a repository lies there.</summary>
    /// <param name="configuredHost">Host name, compared without case.</param>
    /// <param name="pathPrefix">Whole elements, without slashes around it; empty for all.</param>
    /// <param name="host">The repository's host, without port.</param>
    /// <param name="path">Its path, without leading slash.</param>
    public static bool Covers(string configuredHost, string pathPrefix, string host, string path) =>
        configuredHost.Equals(host, StringComparison.OrdinalIgnoreCase)
        && (pathPrefix.Length == 0 || path == pathPrefix || path.StartsWith(pathPrefix + "/", StringComparison.Ordinal));
}
