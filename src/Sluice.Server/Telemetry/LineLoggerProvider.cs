using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Core.Ports;

namespace Sluice.Server.Telemetry;

/// <summary>Writes the messages of <see cref="ILogger"/> in the same form, and through the same sink, as the request lines.</summary>
internal sealed class LineLoggerProvider(LogSink sink, LogLevel lowest, bool pretty, TimeProvider time) : ILoggerProvider
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        // The sink belongs to the host.
    }

    private static void WriteJson(IBufferWriter<byte> target, in Line line)
    {
        using (var json = new Utf8JsonWriter(target, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", line.At);
            json.WriteString("level", line.Level.ToString().ToLowerInvariant());
            json.WriteString("event", line.Event.Name ?? line.Category);
            foreach (var (name, value) in line.Fields)
            {
                WriteField(json, name, value);
            }

            json.WriteString("message", line.Message);
            if (line.Exception is not null)
            {
                json.WriteString("exception", line.Exception.ToString());
            }

            json.WriteEndObject();
        }

        target.Write("\n"u8);
    }

    /// <summary>Names and kinds as in the request lines, so that one filter finds both.</summary>
    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
            case var _ when name == "{OriginalFormat}":
                break;
            case Artefact artefact:
                ArtefactFields.Write(json, artefact);
                break;
            case int number:
                json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), number);
                break;
            case double number:
                json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), number);
                break;
            default:
                json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value.ToString());
                break;
        }
    }

    private static void WritePretty(IBufferWriter<byte> target, in Line line)
    {
        var text = $"{line.At:HH:mm:ss.fff} {line.Level.ToString().ToLowerInvariant()}: {line.Message}\n{(line.Exception is null ? "" : line.Exception + "\n")}";
        target.Write(Encoding.UTF8.GetBytes(text));
    }

    private sealed class LineLogger(LineLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner.LowestFor(category) && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            owner.Add(new Line(owner.Now, logLevel, eventId, category, formatter(state, exception), fields, exception));
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// The framework speaks from warning on: what it says below is of no use to who runs a gateway. Its host is silent, since a failing start is
    /// told by the command line, in two lines and without a stack.
    /// </summary>
    private LogLevel LowestFor(string category)
    {
        if (category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal))
        {
            return LogLevel.Critical;
        }

        return category.StartsWith("Sluice.", StringComparison.Ordinal) || lowest > LogLevel.Warning ? lowest : LogLevel.Warning;
    }

    private void Add(in Line line)
    {
        if (pretty)
        {
            sink.Add(line, WritePretty);
            return;
        }

        sink.Add(line, WriteJson);
    }

    private readonly record struct Line(
        DateTimeOffset At,
        LogLevel Level,
        EventId Event,
        string Category,
        string Message,
        IReadOnlyList<KeyValuePair<string, object?>> Fields,
        Exception? Exception);
}
