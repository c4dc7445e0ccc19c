using System.Buffers;
using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>Builds upstream URLs as the go command does (cmd/go/internal/modfetch, <c>pathEscape</c>).</summary>
internal static class UrlPath
{
    /// <summary>What Go's url.PathEscape leaves alone, and the slash. <c>!</c> goes as <c>%21</c>.</summary>
    private static readonly SearchValues<char> Literal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+=:@/");

    /// <summary>Percent-encodes a path, slashes excepted.</summary>
    public static string Escape(string path)
    {
        if (!path.AsSpan().ContainsAnyExcept(Literal))
        {
            return path;
        }

        var escaped = new StringBuilder(path.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.IsAscii && Literal.Contains((char)rune.Value))
            {
                escaped.Append((char)rune.Value);
                continue;
            }

            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                escaped.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    /// <summary>The URL of a path below a base URL, which may have a path itself. Neither user info nor the base's trailing slash goes with it.</summary>
    /// <param name="baseUrl">http or https.</param>
    /// <param name="path">Without leading slash, not percent-encoded.</param>
    public static Uri Below(Uri baseUrl, string path) =>
        new(baseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') + "/" + Escape(path));

    /// <summary>The URL without user info, trailing slash, query and fragment.</summary>
    public static string NameOf(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Whether two URLs lead to the same server: scheme, host and port.</summary>
    public static bool SameServer(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && left.IdnHost.Equals(right.IdnHost, StringComparison.OrdinalIgnoreCase);
}
