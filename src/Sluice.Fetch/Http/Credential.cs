using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>User name and password for one request. Its text form shows neither.</summary>
internal sealed class Credential(string username, Secret password)
{
    /// <summary>Whether it comes from .netrc: then it is left out where it must not be sent, as the go command does, instead of failing.</summary>
    public bool IsFromNetrc { get; init; }

    /// <summary>The value of an <c>Authorization</c> header (RFC 7617, UTF-8).</summary>
    public string ToBasic() => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password.Reveal()}"));

    /// <inheritdoc/>
    public override string ToString() => "***";
}
