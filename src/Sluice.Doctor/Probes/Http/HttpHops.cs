using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Http;

/// <summary>Makes the evidence of single requests.</summary>
internal static class HttpHops
{
    private const int MaxHeaderChars = 500;

    /// <summary>Headers that tell something about who answered, and why so.</summary>
    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Length", "Content-Encoding", "Location", "Server", "Via", "Date", "Age", "Cache-Control", "Retry-After", "WWW-Authenticate",
        "X-Cache", "CF-Ray", "CF-Cache-Status", "X-Request-Id", "X-Served-By", "X-Squid-Error", "X-Amz-Cf-Id", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Proxy-Status",
        "X-Iinfo", "X-Sucuri-Id", "Alt-Svc", "X-Go-Proxy", "X-Sluice-Request-Id", "Disable-Module-Fetch",
    };

    /// <summary>A URL without user info.</summary>
    public static string Show(Uri url) => url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);

    /// <summary>A request that never was one.</summary>
    public static HttpHop Fail(Uri url, HttpOutcome outcome, string? problem) =>
        new(Show(url), outcome, null, null, null, new PhaseTimes(null, null, null, null, null, null, 0), null, null, [], null, null, [], null, null, null, problem);

    /// <summary>The headers worth keeping, each cut to 500 characters.</summary>
    public static IReadOnlyList<string> Headers(HttpResponseMessage response) =>
    [
        .. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => Telling.Contains(header.Key))
            .Select(header => $"{header.Key}: {header.Value}")
            .Select(line => line.Length > MaxHeaderChars ? line[..MaxHeaderChars] : line),
    ];
}
