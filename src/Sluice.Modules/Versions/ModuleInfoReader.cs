using System.Text.Json;

namespace Sluice.Modules.Versions;

/// <summary>Reads the JSON of a <see cref="ModuleInfo"/>. One use.</summary>
internal ref struct ModuleInfoReader(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader _reader = new(json);
    private string? _error;

    /// <summary>The whole object, or null and why not.</summary>
    public ModuleInfo? Read(out string? error)
    {
        ModuleInfo? info = null;
        try
        {
            info = ReadInfo();
        }
        catch (JsonException exception)
        {
            _error = $"not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader.GetString says to bytes that are no UTF-8 and to lone surrogates.
            _error = "holds text that is not Unicode";
        }

        error = _error;
        return _error is null ? info : null;
    }

    private ModuleInfo? ReadInfo()
    {
        string? version = null;
        string? time = null;
        ModuleOrigin? origin = null;
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _error = "not a JSON object";
            return null;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (_reader.GetString()!.ToUpperInvariant())
            {
                case "VERSION":
                    version = ReadText("Version") ?? version;
                    break;
                case "TIME":
                    time = ReadText("Time") ?? time;
                    break;
                case "ORIGIN":
                    origin = ReadOrigin();
                    break;
                default:
                    SkipValue();
                    break;
            }
        }

        // Reads on to the end: anything but white space after the object is an error.
        while (_reader.Read())
        {
        }

        return _error is null ? Make(version, time, origin) : null;
    }

    private ModuleInfo? Make(string? version, string? time, ModuleOrigin? origin)
    {
        if (version is null)
        {
            _error = "has no Version";
            return null;
        }

        if (!ModuleVersion.TryParse(version, out var parsed, out var reason))
        {
            _error = $"has a bad Version: {reason}";
            return null;
        }

        var info = new ModuleInfo(parsed) { Origin = origin };
        if (time is null)
        {
            return info;
        }

        if (!Rfc3339.TryParse(time, out var instant))
        {
            _error = "has a bad Time: not RFC 3339";
            return null;
        }

        return info with { Time = instant, TimeText = time };
    }

    private ModuleOrigin? ReadOrigin()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _error ??= "Origin is not an object";
            _reader.Skip();
            return null;
        }

        var origin = new ModuleOrigin();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (_reader.GetString()!.ToUpperInvariant())
            {
                case "VCS":
                    origin = origin with { Vcs = ReadText("Origin.VCS") ?? origin.Vcs };
                    break;
                case "URL":
                    origin = origin with { Url = ReadText("Origin.URL") ?? origin.Url };
                    break;
                case "SUBDIR":
                    origin = origin with { Subdir = ReadText("Origin.Subdir") ?? origin.Subdir };
                    break;
                case "HASH":
                    origin = origin with { Hash = ReadText("Origin.Hash") ?? origin.Hash };
                    break;
                case "REF":
                    origin = origin with { Ref = ReadText("Origin.Ref") ?? origin.Ref };
                    break;
                default:
                    SkipValue();
                    break;
            }
        }

        return origin;
    }

    /// <summary>A string, or null for null.</summary>
    private string? ReadText(string name)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.GetString();
        }

        _error ??= _reader.TokenType == JsonTokenType.Null ? null : $"{name} is not a string";
        _reader.Skip();
        return null;
    }

    private void SkipValue()
    {
        _reader.Read();
        _reader.Skip();
    }
}
