using System.Net.Http.Headers;
using System.Text;

namespace Sluice.Cli.Run.Proxy;

/// <summary>Where a loopback address leads.</summary>
/// <param name="Url">The real base URL without user info and without a slash at its end.</param>
/// <param name="Index">The entry's place in GOPROXY; -1 for the checksum database.</param>
/// <param name="Credential">What the URL's user info or netrc gives, ready to be sent; null for none.</param>
/// <param name="Shown">The URL as the go command would print it: the password masked as <c>xxxxx</c>.</param>
internal sealed record RunTarget(string Url, int Index, AuthenticationHeaderValue? Credential, string Shown)
{
    /// <summary>Its name in reports.</summary>
    public string Name => Url;

    /// <summary>Whether a checksum database that this entry does not relay is asked next by the go command whatever the earlier entries said.</summary>
    public bool IsBeforeDirect { get; init; }

    /// <summary>Whether it is the last entry with a URL.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether any failure makes the go command go on, not only absence.</summary>
    public bool ContinuesOnAnyFault { get; init; }

    /// <summary>Basic authentication.</summary>
    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
