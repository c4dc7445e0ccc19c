namespace Sluice.Fetch.Http;

/// <summary>Basic authentication for a host, or for a part of it.</summary>
/// <param name="Host">Host name, with <c>:port</c> when it is not the scheme's default; compared without case.</param>
/// <param name="PathPrefix">Path that the URL's path starts with, whole elements: <c>/go/team-a</c>; empty for all. The longest match wins.</param>
/// <param name="Username">User name; may be empty where the token alone counts.</param>
/// <param name="Password">Password or token.</param>
public sealed record HostCredential(string Host, string PathPrefix, string Username, Secret Password)
{
    /// <summary>Where it was configured, for messages: <c>sluice.yaml:12</c>, <c>.netrc</c>.</summary>
    public string Origin { get; init; } = "";
}
