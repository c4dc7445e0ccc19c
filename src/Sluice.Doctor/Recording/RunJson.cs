using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Doctor.Recording;

/// <summary>Saves recordings and reads them again.</summary>
public static class RunJson
{
    /// <summary>The document, UTF-8, indented.</summary>
    public static byte[] Write(RunRecording recording) => JsonSerializer.SerializeToUtf8Bytes(recording, RunJsonContext.Default.RunRecording);

    /// <summary>Reads a document. On failure, for a foreign schema too, <paramref name="error"/> says why.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out RunRecording? recording, [NotNullWhen(false)] out string? error)
    {
        recording = null;
        error = null;
        try
        {
            recording = JsonSerializer.Deserialize(json, RunJsonContext.Default.RunRecording);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            error = $"no recording: {exception.Message}";
        }

        if (error is null && recording?.Schema != RunRecording.CurrentSchema)
        {
            error = $"want the schema {RunRecording.CurrentSchema}, not {recording?.Schema ?? "none"}";
            recording = null;
        }

        return recording is not null;
    }
}

/// <summary>Without reflection: camelCase, enumerations by name, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RunRecording))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
