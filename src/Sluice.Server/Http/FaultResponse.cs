using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;

namespace Sluice.Server.Http;

/// <summary>
/// Faults as HTTP answers. A go command shows at most 8 lines of 81 bytes of a <c>text/plain; charset=utf-8</c> body, under
/// <c>server response:</c>; that is the one way to talk to a developer (cmd/go/internal/web, <c>HTTPError</c>).
/// </summary>
internal static class FaultResponse
{
    /// <summary>Lines that a go command shows.</summary>
    public const int MaxLines = 8;

    /// <summary>Bytes of a line that it shows, the line end included.</summary>
    public const int MaxLineBytes = 81;

    private const int MaxTextBytes = MaxLineBytes - 1;

    /// <summary>The status of a class of faults. Only proven absence is 404 or 410, because a client goes on to its next source on these.</summary>
    public static int StatusOf(FaultKind kind) => kind switch
    {
        FaultKind.NotFound => StatusCodes.Status404NotFound,
        FaultKind.Gone => StatusCodes.Status410Gone,
        FaultKind.Denied => StatusCodes.Status403Forbidden,
        FaultKind.Corrupt => StatusCodes.Status502BadGateway,
        FaultKind.Full => StatusCodes.Status507InsufficientStorage,
        FaultKind.Internal => StatusCodes.Status500InternalServerError,
        FaultKind.BadRequest => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>
    /// The body: the upstream's own text unchanged where it gave one for an absence (scripts of the go command's test-suite compare it), else
    /// what, where and why, what to do, and the request's id.
    /// </summary>
    public static string Render(Fault fault, string requestId)
    {
        if (fault.IsAbsence && fault.UpstreamText is { Length: > 0 } text)
        {
            return text;
        }

        var lines = new List<string>(MaxLines);
        Add(lines, $"sluice: {fault.Code.Text} [{fault.Code.Id}]", 2);
        if (fault.Source is { Length: > 0 } source)
        {
            Add(lines, $"source: {source}", 1);
        }

        if (fault.Detail is { Length: > 0 } detail)
        {
            Add(lines, $"reason: {detail}", 2);
        }

        Add(lines, $"to do: {fault.Code.Remedy}", 2);
        Add(lines, $"request id: {requestId}", 1);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Writes the whole answer and returns how many bytes of a body were sent.</summary>
    public static async Task<long> WriteAsync(HttpContext context, Fault fault, string requestId)
    {
        var response = context.Response;
        var body = Encoding.UTF8.GetBytes(Render(fault, requestId));
        response.StatusCode = StatusOf(fault.Kind);
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (fault.Kind is FaultKind.Unavailable or FaultKind.Full)
        {
            var seconds = Math.Max(1, Math.Ceiling((fault.RetryAfter ?? TimeSpan.FromSeconds(10)).TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return 0;
        }

        await response.BodyWriter.WriteAsync(body);
        return body.Length;
    }

    /// <summary>Adds a text on as many lines as allowed, broken at blanks, cut with an ellipsis. The budget is in bytes of UTF-8.</summary>
    private static void Add(List<string> lines, string text, int maxLines)
    {
        var rest = Clean(text).AsSpan();
        for (var line = 1; line <= maxLines && !rest.IsEmpty; line++)
        {
            if (Encoding.UTF8.GetByteCount(rest) <= MaxTextBytes)
            {
                lines.Add(rest.ToString());
                return;
            }

            var last = line == maxLines;
            var cut = CutAt(rest, last ? MaxTextBytes - 3 : MaxTextBytes);
            var blank = last ? -1 : rest[..cut].LastIndexOf(' ');
            cut = blank > cut / 2 ? blank : cut;
            lines.Add(string.Concat(rest[..cut].TrimEnd(), last ? "..." : ""));
            rest = rest[cut..].TrimStart();
            if (!rest.IsEmpty && !last)
            {
                rest = string.Concat("  ", rest).AsSpan();
            }
        }
    }

    private static int CutAt(ReadOnlySpan<char> text, int maxBytes)
    {
        var bytes = 0;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return at;
    }

    /// <summary>A go command drops the whole text when it holds anything that is neither graphic (Go's unicode.IsGraphic) nor white space.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(IsGraphic(rune) ? rune.ToString() : " ");
        }

        return clean.ToString();
    }

    private static bool IsGraphic(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
