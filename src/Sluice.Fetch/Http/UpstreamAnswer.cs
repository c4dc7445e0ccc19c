using System.Globalization;
using System.Net;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>An answer whose headers are there and whose body may be read once, within the limit on stalling.</summary>
internal sealed class UpstreamAnswer : IBody, IDisposable
{
    private const int MaxETagLength = 1024;
    private const int MaxHeaderLength = 200;

    /// <summary>Headers that tell who answered, and how old the answer is.</summary>
    private static readonly string[] TellingNames = ["Date", "Server", "Via", "Age", "X-Cache", "ETag", "Last-Modified", "Content-Type", "Content-Length"];
    private readonly HttpResponseMessage _response;
    private readonly TimeSpan _stallLimit;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stall;
    private CancellationTokenSource? _linked;
    private Stream? _stream;

    public UpstreamAnswer(HttpResponseMessage response, TimeSpan stallLimit, TimeProvider time)
    {
        _response = response;
        _stallLimit = stallLimit;
        _time = time;
        _stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Who answered, after redirects.</summary>
    public Uri Url => _response.RequestMessage!.RequestUri!;

    public HttpStatusCode Status => _response.StatusCode;

    public long? LengthBytes => _response.Content.Headers.ContentLength;

    public string? MediaType => Header("Content-Type") is { } value ? value.Split(';')[0].Trim().ToLowerInvariant() : null;

    /// <summary>The charset of the content type, lower case; null when there is none.</summary>
    public string? Charset => _response.Content.Headers.ContentType?.CharSet?.Trim('"').ToLowerInvariant();

    /// <summary>The entity tag, quotes included; null when there is none that can be sent back.</summary>
    public string? ETag =>
        Header("ETag") is { Length: > 1 and <= MaxETagLength } tag
            && tag.EndsWith('"')
            && (tag.StartsWith('"') || tag.StartsWith("W/\"", StringComparison.Ordinal)) ? tag : null;

    /// <summary>Names the content coding when there is one: we asked for none.</summary>
    public string? ContentCoding => Header("Content-Encoding") is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? coding : null;

    /// <summary>How long to wait before the next question; null when not said.</summary>
    public TimeSpan? RetryAfter => _response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(delta),
        { Date: { } date } => Bounded(date - _time.GetUtcNow()),
        _ => null,
    };

    /// <summary>Body bytes read so far.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>The headers that tell who answered and how old the answer is, each on one line of at most 200 characters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TellingHeaders()
    {
        var found = new List<KeyValuePair<string, string>>(TellingNames.Length);
        foreach (var name in TellingNames)
        {
            if (OneLine.Clean(Header(name), MaxHeaderLength) is { } value)
            {
                found.Add(new(name, value));
            }
        }

        return found;
    }

    /// <summary>A limit on reading, by the clock of the answer. The caller disposes it.</summary>
    public CancellationTokenSource LimitTo(TimeSpan limit) => new(limit, _time);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _linked ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stall.Token);
        try
        {
            _stall.CancelAfter(_stallLimit);
            _stream ??= await _response.Content.ReadAsStreamAsync(_linked.Token);
            var count = await _stream.ReadAsync(buffer, _linked.Token);
            ReceivedBytes += count;
            return count;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"no further byte for {_stallLimit.TotalSeconds:0.###} s");
            throw new FaultException(FaultCodes.UpstreamTimeout.At(detail: detail), exception);
        }
        catch (Exception exception) when (TransportFaults.TryName(exception, inBody: true, out var fault))
        {
            throw new FaultException(fault, exception);
        }
        finally
        {
            // The next limit starts with the next read: a slow disk is not the upstream's fault.
            _stall.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _response.Dispose();
        _linked?.Dispose();
        _stall.Dispose();
    }

    private static TimeSpan Bounded(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > StatusFaults.MaxRetryAfter ? StatusFaults.MaxRetryAfter : wait;

    private string? Header(string name) =>
        _response.Headers.NonValidated.TryGetValues(name, out var values) || _response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString().Trim()
            : null;
}
