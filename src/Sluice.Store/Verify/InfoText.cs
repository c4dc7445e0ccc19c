using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sluice.Store.Verify;

/// <summary>
/// The two fields of an <c>.info</c> that a go command reads (https://go.dev/ref/mod#goproxy-protocol). Names match in any letter case,
/// as Go's decoder does it; other fields are let be.
/// </summary>
/// <param name="Version">The canonical version, not checked here.</param>
/// <param name="Time">The commit's time; null when there is none.</param>
internal sealed record InfoText(string Version, DateTimeOffset? Time)
{
    /// <summary>Reads an <c>.info</c>. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out InfoText? info, [NotNullWhen(false)] out string? error)
    {
        info = null;
        try
        {
            error = Read(json, out var version, out var time);
            info = error is null ? new InfoText(version!, time) : null;
            return error is null;
        }
        catch (JsonException)
        {
            error = "not JSON";
            return false;
        }
        catch (InvalidOperationException)
        {
            error = "a text that is not UTF-8";
            return false;
        }
    }

    private static string? Read(ReadOnlySpan<byte> json, out string? version, out DateTimeOffset? time)
    {
        version = null;
        time = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "not a JSON object";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (string.Equals(name, nameof(Version), StringComparison.OrdinalIgnoreCase) && reader.TokenType == JsonTokenType.String)
            {
                version = reader.GetString();
            }
            else if (string.Equals(name, nameof(Time), StringComparison.OrdinalIgnoreCase) && reader.TokenType == JsonTokenType.String)
            {
                if (!reader.TryGetDateTimeOffset(out var parsed))
                {
                    return "its Time is no time";
                }

                time = parsed;
            }
            else
            {
                reader.Skip();
            }
        }

        // Reads on to the end: anything but white space after the object throws.
        reader.Read();
        return string.IsNullOrEmpty(version) ? "no Version" : null;
    }
}
