using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Reads the JSON of <c>.info</c> and <c>@latest</c> as Go's encoding/json does: keys without regard to case, the last of several wins,
/// null is as good as absent, nothing may follow the object.
/// </summary>
internal static class InfoDocument
{
    /// <summary>Finds the version. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out string? version, [NotNullWhen(false)] out string? error)
    {
        version = null;
        try
        {
            error = Read(json, out version);
        }
        catch (JsonException)
        {
            error = "not JSON";
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader says so of strings that are not UTF-8, and of lone surrogates.
            error = "a string is not UTF-8";
        }

        error ??= string.IsNullOrEmpty(version) ? "no Version" : null;
        return error is null;
    }

    private static string? Read(ReadOnlySpan<byte> json, out string? version)
    {
        version = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "not a JSON object";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var isVersion = key.Equals("Version", StringComparison.OrdinalIgnoreCase);
            if ((isVersion || key.Equals("Time", StringComparison.OrdinalIgnoreCase)) && reader.TokenType != JsonTokenType.Null)
            {
                if (reader.TokenType != JsonTokenType.String)
                {
                    return $"{(isVersion ? "Version" : "Time")} is no string";
                }

                var value = reader.GetString()!;
                if (!isVersion && !IsTime(value))
                {
                    return "Time is no RFC 3339 time";
                }

                version = isVersion ? value : version;
            }

            reader.Skip();
        }

        // Throws when anything but blanks follows.
        reader.Read();
        return null;
    }

    /// <summary>RFC 3339, section 5.6, as Go's time.Time takes it: <c>2006-01-02T15:04:05[.999]Z</c> or with an offset <c>+07:00</c>.</summary>
    private static bool IsTime(ReadOnlySpan<char> text)
    {
        const int Seconds = 19;
        if (text.Length <= Seconds ||
            !DateTime.TryParseExact(text[..Seconds], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        var zone = text[Seconds..];
        if (zone[0] == '.')
        {
            var end = zone[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            if (end < 2)
            {
                return false;
            }

            zone = zone[end..];
        }

        return zone is "Z"
            || (zone.Length == 6
                && zone[0] is '+' or '-'
                && TimeOnly.TryParseExact(zone[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }
}
