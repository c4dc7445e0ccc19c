using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Modules.Versions;

/// <summary>
/// The content of an <c>.info</c> or of <c>@latest</c>: a JSON object with <c>Version</c>, and perhaps <c>Time</c> and <c>Origin</c>
/// (https://go.dev/ref/mod#goproxy-protocol). What is passed on to clients are the original bytes, never this.
/// </summary>
/// <param name="Version">The canonical version.</param>
public sealed record ModuleInfo(ModuleVersion Version)
{
    /// <summary>Longest content, in bytes: 1 MiB. Real ones are under 1 KiB; the go command has no limit.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The commit's time, with the zone that was given, cut to 100 ns; null where none is given: many modules have none.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The time as it was written (RFC 3339), zone and all digits; null where none is given.</summary>
    public string? TimeText { get; init; }

    /// <summary>Where the version was found; null where that is not said.</summary>
    public ModuleOrigin? Origin { get; init; }

    /// <summary>
    /// Parses an <c>.info</c> as the go command does: field names without regard to case, the last of two equal names counts, unknown
    /// fields are skipped, null counts as absent. On failure <paramref name="error"/> says why.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ModuleInfo? info, [NotNullWhen(false)] out string? error)
    {
        if (json.Length > MaxBytes)
        {
            info = null;
            error = $"longer than {MaxBytes} bytes";
            return false;
        }

        info = new ModuleInfoReader(json).Read(out error);
        return info is not null;
    }

    /// <summary>Parses an <c>.info</c>.</summary>
    /// <exception cref="FormatException">The bytes are no <c>.info</c>; the message says why.</exception>
    public static ModuleInfo Parse(ReadOnlySpan<byte> json) => TryParse(json, out var info, out var error) ? info : throw new FormatException($"malformed .info: {error}");

    /// <summary>
    /// Writes the object in one line, without a newline: <c>{"Version":"v1.0.0","Time":"2019-03-11T18:33:53Z"}</c>. The time is
    /// <see cref="TimeText"/>, else <see cref="Time"/>; absent parts are left out.
    /// </summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("Version"u8, Version.Value);
            if ((TimeText ?? (Time is { } time ? Rfc3339.Format(time) : null)) is { } text)
            {
                writer.WriteString("Time"u8, text);
            }

            if (Origin is not null)
            {
                writer.WriteStartObject("Origin"u8);
                WriteIfSaid(writer, "VCS", Origin.Vcs);
                WriteIfSaid(writer, "URL", Origin.Url);
                WriteIfSaid(writer, "Subdir", Origin.Subdir);
                WriteIfSaid(writer, "Hash", Origin.Hash);
                WriteIfSaid(writer, "Ref", Origin.Ref);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteIfSaid(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
