using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>User name and password for one request. Its text form shows neither.</summary>
internal sealed class Credential(string username, Secret password)
{
    /// <summary>Whether it comes from .netrc: then it is left out where it must not be sent, as the go command does, instead of failing.</summary>
    public bool IsFromNetrc { get; init; }

    /// <summary>Where it was found, for messages: <c>sluice.yaml:12</c>, <c>.netrc</c>, <c>the URL</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The user name; may be empty where the token alone counts.</summary>
    public string Username => username;

    /// <summary>The password or token.</summary>
    public Secret Password => password;

    /// <summary>The value of an <c>Authorization</c> header (RFC 7617, UTF-8).</summary>
    public string ToBasic() => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password.Reveal()}"));

    /// <inheritdoc/>
    public override string ToString() => "***";
}
