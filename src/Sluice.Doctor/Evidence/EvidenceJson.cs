using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Doctor.Evidence;

/// <summary>Saves bundles and reads them again.</summary>
public static class EvidenceJson
{
    /// <summary>Longest document that is read: 64 MiB. A bundle of a deep run is about 2 MiB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The document, UTF-8, indented.</summary>
    public static byte[] Write(EvidenceBundle bundle) => JsonSerializer.SerializeToUtf8Bytes(bundle, EvidenceJsonContext.Default.EvidenceBundle);

    /// <summary>Reads a document. On failure, for a foreign schema too, <paramref name="error"/> says why.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out EvidenceBundle? bundle, [NotNullWhen(false)] out string? error)
    {
        bundle = null;
        error = json.Length > MaxBytes ? $"longer than {MaxBytes} bytes" : null;
        try
        {
            bundle = error is null ? JsonSerializer.Deserialize(json, EvidenceJsonContext.Default.EvidenceBundle) : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            error = $"no evidence: {exception.Message}";
        }

        if (error is null && bundle?.Schema != EvidenceBundle.CurrentSchema)
        {
            error = $"want the schema {EvidenceBundle.CurrentSchema}, not {bundle?.Schema ?? "none"}";
            bundle = null;
        }

        return bundle is not null;
    }
}

/// <summary>Without reflection: camelCase, enumerations by name, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(EvidenceBundle))]
internal sealed partial class EvidenceJsonContext : JsonSerializerContext;
