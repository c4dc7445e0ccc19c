using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>User name and password for one request. Its text form shows neither.</summary>
internal sealed class Credential(string username, Secret password)
{
    /// <summary>Whether it comes from .netrc: then it is left out where it must not be sent, as the go command does, instead of failing.</summary>
    public bool IsFromNetrc { get; init; }

    /// <summary>Where it was found, for messages: <c>sluice.yaml:12</c>, <c>.netrc</c>, <c>the URL</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Whether a program that is told it line by line would take a part of it for something else.</summary>
    public bool HasLineBreak => (username + password.Reveal()).AsSpan().ContainsAny('\n', '\r', '\0');

    /// <summary>The user name; may be empty where the token alone counts.</summary>
    public string Username => username;

    /// <summary>The password or token.</summary>
    public Secret Password => password;

    /// <summary>The value of an <c>Authorization</c> header (RFC 7617, UTF-8).</summary>
    public string ToBasic() => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password.Reveal()}"));

    /// <summary>What was tried, for the message of a login that fails.</summary>
    public static string Describe(Credential? credential) => credential is null
        ? "no credential was sent, none is configured for it"
        : $"the credential of {(credential.Origin.Length == 0 ? "`credentials`" : credential.Origin)} was tried";

    /// <inheritdoc/>
    public override string ToString() => "***";
}
