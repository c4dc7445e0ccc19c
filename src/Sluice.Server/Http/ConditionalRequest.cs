using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Sluice.Server.Http;

/// <summary>How much of a representation a request wants.</summary>
internal enum Selection
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>Nothing: the client has it.</summary>
    NotModified,

    /// <summary>One range of bytes.</summary>
    Range,

    /// <summary>A range that does not exist.</summary>
    Unsatisfiable,
}

/// <summary>
/// Conditional and range requests (RFC 9110 §13 and §14): <c>If-None-Match</c> before <c>If-Modified-Since</c>, then <c>Range</c> unless
/// <c>If-Range</c> names something else. One range only; several are answered with the whole, which the RFC allows.
/// </summary>
internal readonly record struct ConditionalRequest(Selection Selection, long Offset, long Count)
{
    private const string BytesUnit = "bytes=";

    public static ConditionalRequest Evaluate(IHeaderDictionary headers, bool isHead, string etag, DateTimeOffset lastModified, long length)
    {
        var ifNoneMatch = headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0)
        {
            if (MatchesAny(ifNoneMatch, etag))
            {
                return new ConditionalRequest(Selection.NotModified, 0, 0);
            }
        }
        else if (headers.IfModifiedSince.Count > 0 && TryParseDate(headers.IfModifiedSince, out var since) && WholeSeconds(lastModified) <= since)
        {
            return new ConditionalRequest(Selection.NotModified, 0, 0);
        }

        // GET is the only method for which ranges are defined (RFC 9110 §14.2).
        var range = headers.Range;
        return !isHead && range.Count == 1 && IfRangeHolds(headers.IfRange, etag, lastModified)
            ? SelectRange(range[0], length)
            : new ConditionalRequest(Selection.Full, 0, length);
    }

    private static bool MatchesAny(StringValues values, string etag)
    {
        foreach (var value in values)
        {
            var rest = value.AsSpan();
            foreach (var part in rest.Split(','))
            {
                var candidate = rest[part].Trim();
                if (candidate is "*" || candidate.SequenceEqual(etag) || (candidate.StartsWith("W/") && candidate[2..].SequenceEqual(etag)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IfRangeHolds(StringValues ifRange, string etag, DateTimeOffset lastModified)
    {
        if (ifRange.Count == 0)
        {
            return true;
        }

        var value = ifRange.ToString().Trim();
        return value == etag || (TryParseDate(value, out var date) && WholeSeconds(lastModified) == date);
    }

    private static ConditionalRequest SelectRange(string? header, long length)
    {
        var full = new ConditionalRequest(Selection.Full, 0, length);
        if (header is null || !header.StartsWith(BytesUnit, StringComparison.OrdinalIgnoreCase) || header.Contains(','))
        {
            return full;
        }

        var text = header.AsSpan(BytesUnit.Length).Trim();
        var dash = text.IndexOf('-');
        if (dash < 0)
        {
            return full;
        }

        var first = text[..dash].Trim();
        var last = text[(dash + 1)..].Trim();
        if (first.IsEmpty)
        {
            return !TryParseNumber(last, out var suffix) ? full
                : suffix == 0 || length == 0 ? new ConditionalRequest(Selection.Unsatisfiable, 0, length)
                : new ConditionalRequest(Selection.Range, Math.Max(0, length - suffix), Math.Min(suffix, length));
        }

        var end = long.MaxValue;
        if (!TryParseNumber(first, out var start) || (!last.IsEmpty && !TryParseNumber(last, out end)) || end < start)
        {
            return full;
        }

        return start >= length
            ? new ConditionalRequest(Selection.Unsatisfiable, 0, length)
            : new ConditionalRequest(Selection.Range, start, Math.Min(end, length - 1) - start + 1);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryParseDate(StringValues text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text.ToString(), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
