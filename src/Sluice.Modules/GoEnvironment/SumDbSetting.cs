using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sluice.Modules.SumDb;

namespace Sluice.Modules.GoEnvironment;

/// <summary>
/// A GOSUMDB setting: <c>name</c> of a known database, <c>name+hash+key</c>, either followed by a URL, or <c>off</c>
/// (https://go.dev/ref/mod#environment-variables, cmd/go/internal/modfetch, <c>dbDial</c>). Names may contain slashes.
/// </summary>
public sealed class SumDbSetting
{
    /// <summary>Longest setting, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>cmd/go/internal/modfetch, <c>knownGOSUMDB</c>.</summary>
    private const string SumGolangOrg = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    private SumDbSetting(string name, string verifierKey, Uri? url)
    {
        Name = name;
        VerifierKey = verifierKey;
        Url = url;
    }

    /// <summary>No database.</summary>
    public static SumDbSetting Off { get; } = new("", "", null);

    /// <summary>Whether there is no database.</summary>
    public bool IsOff => Name.Length == 0;

    /// <summary>The database's name, <c>host[/path]</c>: <c>sum.golang.org</c>. Empty for <see cref="Off"/>.</summary>
    public string Name { get; }

    /// <summary>The public key with which the database signs, as <c>name+hash+key</c>; golang.org/x/mod/sumdb/note. Empty for <see cref="Off"/>.</summary>
    public string VerifierKey { get; }

    /// <summary>Where to reach it, http or https, bypassing module proxies; null to ask them first and then <c>https://</c> and its name.</summary>
    public Uri? Url { get; }

    /// <summary>Whether a text can be a database's name, <c>host[/path]</c>: without <c>+</c>, white space, user and query.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NoteKeys.IsName(name)
            && !name.EndsWith('/')
            && !name.AsSpan().ContainsAny("?#%@\\")
            && !name.Any(char.IsWhiteSpace)
            && Uri.TryCreate("https://" + name, UriKind.Absolute, out var url)
            && url.AbsoluteUri.TrimEnd('/') == "https://" + name;
    }

    /// <summary>Parses a setting. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SumDbSetting? setting, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        setting = null;
        error = text.Length > MaxLength ? $"longer than {MaxLength} characters" : null;
        if (error is not null)
        {
            return false;
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is ["off"])
        {
            setting = Off;
            return true;
        }

        if (fields is ["sum.golang.google.cn"])
        {
            // An alias that is reachable from mainland China.
            fields = ["sum.golang.org", "https://sum.golang.google.cn"];
        }

        if (fields.Length is 0 or > 2)
        {
            error = "want a name or a key, then a URL or nothing";
            return false;
        }

        return TryParseFields(fields, out setting, out error);
    }

    /// <summary>Parses a setting.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static SumDbSetting Parse(string text) =>
        TryParse(text, out var setting, out var error) ? setting : throw new FormatException($"invalid GOSUMDB: {error}");

    /// <summary>The setting without user info.</summary>
    public override string ToString()
    {
        var url = Url?.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);
        return IsOff ? "off" : url is null ? VerifierKey : $"{VerifierKey} {url}";
    }

    private static bool TryParseFields(string[] fields, [NotNullWhen(true)] out SumDbSetting? setting, [NotNullWhen(false)] out string? error)
    {
        setting = null;
        Uri? url = null;
        var key = fields[0] == "sum.golang.org" ? SumGolangOrg : fields[0];
        error = CheckKey(key, out var name) ?? CheckName(name);
        if (error is null && fields.Length == 2 && !TryParseUrl(fields[1], out url))
        {
            error = "want a URL with https or http, without query and fragment";
        }

        setting = error is null ? new SumDbSetting(name, key, url) : null;
        return setting is not null;
    }

    private static bool TryParseUrl(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "https" or "http" && url.Query.Length + url.Fragment.Length == 0;

    private static string? CheckKey(string key, out string name)
    {
        var parts = key.Split('+', 3);
        name = parts[0];
        if (parts.Length < 3 || parts[1].Length != 8 || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash))
        {
            return parts.Length == 1 ? "an unknown database needs its key: name+hash+key" : "malformed key: want name+hash+key";
        }

        var bytes = new byte[NoteKeys.KeyBytes + 1];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var length) || length != bytes.Length || bytes[0] != NoteKeys.Ed25519)
        {
            return "malformed key: want an Ed25519 key in base64";
        }

        return NoteKeys.HashOf(name, bytes[0], bytes.AsSpan(1)) == hash ? null : "malformed key: its hash is wrong";
    }

    private static string? CheckName(string name) => IsName(name) ? null : "invalid database name: want host[/path]";
}
