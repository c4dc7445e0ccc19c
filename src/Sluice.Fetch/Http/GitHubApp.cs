namespace Sluice.Fetch.Http;

/// <summary>
/// An installed GitHub App that may read repositories (https://docs.github.com/apps, "Authenticating as a GitHub App installation").
/// </summary>
/// <param name="Host">The host of the repositories, compared without case: <c>github.com</c>.</param>
/// <param name="PathPrefix">Path that a repository's path begins with, whole elements, without slashes around it; empty for all. The longest match wins.</param>
/// <param name="AppId">The app's number, or its client id.</param>
/// <param name="InstallationId">The number of its installation.</param>
/// <param name="PrivateKey">RSA private key, PEM.</param>
public sealed record GitHubApp(string Host, string PathPrefix, string AppId, long InstallationId, Secret PrivateKey)
{
    /// <summary>Where tokens are asked for. GitHub Enterprise has it at <c>https://HOST/api/v3</c>.</summary>
    public Uri Api { get; init; } = new("https://api.github.com");

    /// <summary>Where it was configured, for messages: <c>sluice.yaml:12</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Whether this is for a repository.</summary>
    /// <param name="host">Its host, without port.</param>
    /// <param name="path">Its path, without leading slash.</param>
    public bool Covers(string host, string path) => HostPrefix.Covers(Host, PathPrefix, host, path);
}
