using System.Net.Http.Headers;
using Sluice.Fetch.Http;

namespace Sluice.Cli.Run.Proxy;

/// <summary>Credentials of a .netrc file as a header.</summary>
internal static class NetrcExtensions
{
    /// <summary>Null when the file has none for the host.</summary>
    public static AuthenticationHeaderValue? BasicOf(this Netrc netrc, string host) =>
        netrc.TryFind(host, out var credential) ? RunTarget.Basic(credential.Username, credential.Password.Reveal()) : null;
}
