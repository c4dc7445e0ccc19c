using System.Globalization;
using System.Text.Json;

namespace Sluice.Doctor.Recording;

/// <summary>Writes a recording as an HTTP archive, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/): an entry for each request on the wire.</summary>
public static class HarWriter
{
    private const double None = -1;

    /// <summary>Writes it as UTF-8.</summary>
    public static byte[] Write(RunRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("log");
            json.WriteString("version", "1.2");
            WriteProgram(json, "creator", "sluice", recording.Recorder);
            WritePage(json, recording);
            json.WriteStartArray("entries");
            foreach (var request in recording.Requests)
            {
                foreach (var hop in request.Hops)
                {
                    WriteEntry(json, recording.Started, request, hop);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteProgram(Utf8JsonWriter json, string name, string program, string version)
    {
        json.WriteStartObject(name);
        json.WriteString("name", program);
        json.WriteString("version", version);
        json.WriteEndObject();
    }

    private static void WritePage(Utf8JsonWriter json, RunRecording recording)
    {
        json.WriteStartArray("pages");
        json.WriteStartObject();
        json.WriteString("startedDateTime", Time(recording.Started));
        json.WriteString("id", "run");
        json.WriteString("title", string.Join(' ', recording.Command));
        json.WriteStartObject("pageTimings");
        json.WriteNumber("onContentLoad", None);
        json.WriteNumber("onLoad", Round(recording.DurationMs));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, DateTimeOffset started, RecordedRequest request, RecordedHop hop)
    {
        json.WriteStartObject();
        json.WriteString("pageref", "run");
        json.WriteString("startedDateTime", Time(started.AddMilliseconds(hop.StartMs)));
        json.WriteNumber("time", Round(hop.DurationMs));
        WriteRequest(json, request, hop);
        WriteResponse(json, request, hop);
        json.WriteStartObject("cache");
        json.WriteEndObject();
        WriteTimings(json, hop);
        if (hop.Address is not null)
        {
            json.WriteString("serverIPAddress", hop.Address);
        }

        json.WriteString("comment", $"{request.Outcome}: {request.Asked.Kind} {request.Asked.Name} from {request.Source}{(request.Error is null ? "" : $": {request.Error}")}");
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, RecordedRequest request, RecordedHop hop)
    {
        json.WriteStartObject("request");
        json.WriteString("method", request.Method);
        json.WriteString("url", hop.Url);
        json.WriteString("httpVersion", hop.Protocol ?? "HTTP/1.1");
        WriteEmpty(json, "cookies");
        WriteHeaders(json, hop.RequestHeaders);
        WriteEmpty(json, "queryString");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", 0);
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, RecordedRequest request, RecordedHop hop)
    {
        json.WriteStartObject("response");
        json.WriteNumber("status", hop.Status);
        json.WriteString("statusText", "");
        json.WriteString("httpVersion", hop.Protocol ?? "HTTP/1.1");
        WriteEmpty(json, "cookies");
        WriteHeaders(json, hop.ResponseHeaders);
        json.WriteStartObject("content");
        json.WriteNumber("size", hop.SizeBytes);
        json.WriteString("mimeType", hop.ResponseHeaders.FirstOrDefault(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value ?? "");
        json.WriteEndObject();
        json.WriteString("redirectURL", hop.Status is >= 300 and < 400 ? hop.ResponseHeaders.FirstOrDefault(header => header.Name.Equals("Location", StringComparison.OrdinalIgnoreCase))?.Value ?? "" : "");
        json.WriteNumber("headersSize", -1);
        json.WriteNumber("bodySize", hop.SizeBytes);
        if (hop.Status == 0 && request.Error is not null)
        {
            json.WriteString("_error", request.Error);
        }

        json.WriteEndObject();
    }

    /// <summary>In HAR the TLS handshake is a part of connect as well.</summary>
    private static void WriteTimings(Utf8JsonWriter json, RecordedHop hop)
    {
        json.WriteStartObject("timings");
        json.WriteNumber("blocked", None);
        json.WriteNumber("dns", Round(hop.DnsMs));
        json.WriteNumber("connect", hop.ConnectMs is null ? None : Round(hop.ConnectMs + (hop.TlsMs ?? 0)));
        json.WriteNumber("ssl", Round(hop.TlsMs));
        json.WriteNumber("send", 0);
        json.WriteNumber("wait", Math.Max(0, Round(hop.WaitMs)));
        json.WriteNumber("receive", Math.Max(0, Round(hop.ReceiveMs)));
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<RecordedHeader> headers)
    {
        json.WriteStartArray("headers");
        foreach (var header in headers)
        {
            json.WriteStartObject();
            json.WriteString("name", header.Name);
            json.WriteString("value", header.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    private static double Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : None;

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
