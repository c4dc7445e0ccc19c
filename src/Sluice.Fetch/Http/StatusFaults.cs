using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>What answers other than 200 mean (protocol: only 200 is success; 404 and 410 alone prove absence).</summary>
internal static class StatusFaults
{
    /// <summary>Longest wait that an upstream can impose.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    /// <summary>Most bytes of an error's body that are looked at; the go command shows less than a sixth of it.</summary>
    public const int MaxErrorBytes = 4096;

    /// <summary>Longest wait for an error's body as a whole: nobody must wait for words, however slowly they drip.</summary>
    private static readonly TimeSpan MaxErrorTime = TimeSpan.FromSeconds(3);

    /// <summary>Most lines and bytes of text that the go command shows to its user (cmd/go/internal/web, <c>maxErrorDetailLines</c>).</summary>
    public const int MaxTextLines = 8;

    /// <summary>See <see cref="MaxTextLines"/>: 8 lines of 81 bytes.</summary>
    public const int MaxTextBytes = 8 * 81;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads as much of the body as it takes to say what went wrong.</summary>
    public static async ValueTask<Fault> ReadAsync(UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        var body = await ReadStartAsync(answer, cancellationToken);
        var status = (int)answer.Status;
        var code = answer.Status switch
        {
            HttpStatusCode.NotFound => FaultCodes.NotFound,
            HttpStatusCode.Gone => FaultCodes.Gone,
            HttpStatusCode.Unauthorized => FaultCodes.UpstreamUnauthorized,
            HttpStatusCode.Forbidden => FaultCodes.UpstreamForbidden,
            HttpStatusCode.ProxyAuthenticationRequired => FaultCodes.ForwardProxyAuthentication,
            HttpStatusCode.TooManyRequests => FaultCodes.RateLimited,
            _ when status is (>= 200 and < 300) or (int)HttpStatusCode.NotModified => FaultCodes.Malformed,
            _ => FaultCodes.UpstreamFailed,
        };
        var line = IsPlainText(answer) ? OneLine.FirstOf(Encoding.UTF8.GetString(body)) : HtmlPage.Title(body);
        return code.At(detail: string.Create(CultureInfo.InvariantCulture, $"status {status}{(line is null ? "" : ": ")}{line}")) with
        {
            UpstreamText = code.Kind is FaultKind.NotFound or FaultKind.Gone && IsPlainText(answer) ? TextOf(body) : null,
            RetryAfter = status is (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable ? answer.RetryAfter : null,
        };
    }

    /// <summary>The whole lines that fit the go command's limits, unchanged; null for what it would not show.</summary>
    internal static string? TextOf(ReadOnlySpan<byte> body)
    {
        var end = 0;
        for (var lines = 0; lines < MaxTextLines && end < body.Length; lines++)
        {
            var length = body[end..].IndexOf((byte)'\n');
            var next = length < 0 ? body.Length : end + length + 1;
            if (next > MaxTextBytes)
            {
                break;
            }

            end = next;
        }

        try
        {
            var text = StrictUtf8.GetString(body[..end]);
            return string.IsNullOrWhiteSpace(text) || text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsPlainText(UpstreamAnswer answer) => answer.MediaType == "text/plain" && answer.Charset is null or "" or "utf-8" or "us-ascii";

    private static async ValueTask<byte[]> ReadStartAsync(UpstreamAnswer answer, CancellationToken cancellationToken)
    {
        using var limit = answer.LimitTo(MaxErrorTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var buffer = new byte[MaxErrorBytes];
        var length = 0;
        try
        {
            while (length < buffer.Length && await answer.ReadAsync(buffer.AsMemory(length), either.Token) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception exception) when (exception is FaultException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status has said what matters; what came of the body is enough.
        }

        return buffer[..length];
    }
}
