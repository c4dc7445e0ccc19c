using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Server.Configuration;
using Sluice.Server.Http;

namespace Sluice.Server.Telemetry;

/// <summary>One line a request, as JSON or for people. Made by hand: it is on the hot path.</summary>
internal sealed class RequestLog(LogSink sink, LogSettings settings, bool pretty, TimeProvider time)
{
    /// <summary>Characters of a path that is nothing of a module; any client may make it as long as it likes.</summary>
    private const int MaxPathLength = 300;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    private static readonly JsonEncodedText Level = JsonEncodedText.Encode("level");
    private static readonly JsonEncodedText Event = JsonEncodedText.Encode("event");
    private static readonly JsonEncodedText Request = JsonEncodedText.Encode("request");
    private static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("request_id");
    private static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    private static readonly JsonEncodedText Cache = JsonEncodedText.Encode("cache");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Bytes = JsonEncodedText.Encode("bytes");
    private static readonly JsonEncodedText DurationMs = JsonEncodedText.Encode("duration_ms");
    private static readonly JsonEncodedText FaultName = JsonEncodedText.Encode("fault");
    private static readonly JsonEncodedText Aborted = JsonEncodedText.Encode("aborted");

    [ThreadStatic]
    private static Utf8JsonWriter? Writer;

    /// <summary>Whether a request with this status gets a line.</summary>
    public bool Wants(int status) => settings.Requests switch
    {
        RequestLogging.All => true,
        RequestLogging.Errors => status >= 400,
        _ => false,
    };

    /// <summary>Writes the line of a finished request.</summary>
    public void Add(Exchange exchange)
    {
        var line = new Line(exchange, time.GetUtcNow(), time.GetElapsedTime(exchange.Started).TotalMilliseconds);
        if (pretty)
        {
            sink.Add(line, WritePretty);
            return;
        }

        sink.Add(line, WriteJson);
    }

    private static void WriteJson(IBufferWriter<byte> target, in Line line)
    {
        var exchange = line.Exchange;
        var json = Writer ??= new Utf8JsonWriter(target, Options);
        json.Reset(target);
        json.WriteStartObject();
        json.WriteString(Time, line.At);
        json.WriteString(Level, exchange.Status >= 500 ? "warning" : "information");
        json.WriteString(Event, Request);
        json.WriteString(RequestId, exchange.RequestId);
        json.WriteString(Method, exchange.Method);
        if (exchange.Artefact is { } artefact)
        {
            ArtefactFields.Write(json, artefact);
        }
        else
        {
            json.WriteString(Path, PathOf(exchange.RawTarget));
        }

        if (exchange.Cache.Length > 0)
        {
            json.WriteString(Cache, exchange.Cache);
            json.WriteString(Source, exchange.Source);
        }

        json.WriteNumber(Status, exchange.Status);
        json.WriteNumber(Bytes, exchange.Bytes);
        json.WriteNumber(DurationMs, Math.Round(line.Milliseconds, 3));
        if (exchange.Fault is not null)
        {
            json.WriteString(FaultName, exchange.Fault.Code.Id);
        }

        if (exchange.IsCutShort)
        {
            json.WriteBoolean(Aborted, true);
        }

        json.WriteEndObject();
        json.Flush();
        target.Write("\n"u8);
    }

    private static void WritePretty(IBufferWriter<byte> target, in Line line)
    {
        var exchange = line.Exchange;
        var what = exchange.Artefact?.ToRelativePath() ?? PathOf(exchange.RawTarget);
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{line.At:HH:mm:ss.fff} {exchange.Status} {exchange.Cache,-8} {line.Milliseconds,8:0.0} ms {exchange.Bytes,10} B  {exchange.Method} {what}{(exchange.Fault is null ? "" : $"  [{exchange.Fault.Code.Id}]")}{(exchange.IsCutShort ? "  (client left)" : "")}\n");
        target.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>What a client may put into the log: the path alone. Authority and query may hold what nobody else should read.</summary>
    private static string PathOf(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        var authority = path.StartsWith('/') ? -1 : path.IndexOf("://", StringComparison.Ordinal);
        if (authority >= 0)
        {
            var slash = path.IndexOf('/', authority + 3);
            path = slash < 0 ? "/" : path[slash..];
        }

        return path.Length <= MaxPathLength ? path : path[..MaxPathLength] + "...";
    }

    private readonly record struct Line(Exchange Exchange, DateTimeOffset At, double Milliseconds);
}
