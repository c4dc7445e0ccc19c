using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Sluice.Server.Hosting;

/// <summary>
/// Where to listen: <c>host:port</c>, <c>:port</c> for every address, <c>[::1]:3000</c>, with <c>http://</c> or <c>https://</c> before it
/// when some addresses are to speak TLS and others not.
/// </summary>
/// <param name="Host">An IP address or <c>localhost</c>; empty for every address.</param>
/// <param name="Port">0 for any free port.</param>
/// <param name="IsTls">Null: TLS when a certificate is configured.</param>
public sealed record ListenAddress(string Host, int Port, bool? IsTls)
{
    /// <summary>Parses an address. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var rest = text.AsSpan(isHttps ? 8 : isHttp ? 7 : 0).TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            error = "want host:port, for example 127.0.0.1:3000";
            return false;
        }

        var host = rest[..colon].Trim("[]").ToString();
        if (host is not ("" or "*" or "localhost") && !IPAddress.TryParse(host, out _))
        {
            error = $"\"{host}\" is no IP address; want one, localhost, or nothing for every address";
            return false;
        }

        error = null;
        address = new ListenAddress(host == "*" ? "" : host, port, isHttps ? true : isHttp ? false : null);
        return true;
    }
}
