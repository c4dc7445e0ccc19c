using System.Diagnostics.CodeAnalysis;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of where modules come from and of who is asked about them.</summary>
internal static class SourceParsers
{
    /// <summary>The databases that the go command knows by name alone (cmd/go/internal/modfetch, <c>knownGOSUMDB</c> and <c>dbDial</c>).</summary>
    private static readonly string[] KnownDatabases = ["sum.golang.org", "sum.golang.google.cn"];

    public static bool Upstreams(string text, SettingContext context, [NotNullWhen(true)] out GoProxyList? value, [NotNullWhen(false)] out string? error) =>
        GoProxyList.TryParse(text, out value, out error);

    public static bool Patterns(string text, SettingContext context, [NotNullWhen(true)] out PathPatterns? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = text.Contains("://", StringComparison.Ordinal) ? $"{ShownText.Quote(text)} holds a URL, and module paths have no scheme" : null;
        if (error is null && !PathPatterns.TryParse(text, out value, out var malformed))
        {
            error = ShownText.MaskUserInfo(malformed);
        }

        return error is null && value is not null;
    }

    /// <summary>GOSUMDB (https://go.dev/ref/mod#environment-variables): <c>off</c>, or name or verifier key, then perhaps a URL.</summary>
    public static bool SumDb(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        value = string.Join(' ', fields);
        error = fields.Length switch
        {
            0 => "it is empty",
            1 when fields[0] == "off" => null,
            > 2 => $"{ShownText.Quote(text)} has more than a name and a URL",
            _ => CheckDatabase(fields[0]),
        };
        error ??= fields.Length == 2 && !IsHttpUrl(fields[1]) ? $"{ShownText.Quote(fields[1])} is no http or https URL" : null;
        return error is null;
    }

    /// <summary>With <c>env</c>, <c>off</c>, or a URL.</summary>
    public static bool ForwardProxy(string text, SettingContext context, [NotNullWhen(true)] out ForwardProxy? value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        value = text switch
        {
            "env" => Fetch.Http.ForwardProxy.Environment,
            "off" => Fetch.Http.ForwardProxy.Off,
            _ when IsHttpUrl(text) => new ForwardProxy(ForwardProxyKind.Url, new Uri(text)),
            _ => null,
        };
        if (value is { Url: { } url } && (url.AbsolutePath != "/" || url.Query.Length > 0 || url.Fragment.Length > 0))
        {
            value = null;
            error = $"{ShownText.Quote(text)} has a path, and a forward proxy has none";
        }

        error ??= value is null ? $"{ShownText.Quote(text)} is no forward proxy" : null;
        return value is not null;
    }

    public static string Show(ForwardProxy proxy) =>
        proxy.Url is null ? (proxy.Kind == ForwardProxyKind.Off ? "off" : "env") : ShownText.MaskUserInfo(proxy.Url.OriginalString);

    private static string? CheckDatabase(string name)
    {
        if (!name.Contains('+'))
        {
            return Array.IndexOf(KnownDatabases, name) >= 0 ? null : $"{ShownText.Quote(name)} is no database that is known without its key";
        }

        // A verifier key: name+hash+base64, the hash being 8 hex digits (golang.org/x/mod/sumdb/note, NewVerifier).
        var parts = name.Split('+', 3);
        return parts.Length == 3 && parts[0].Length > 0 && parts[1].Length == 8 && parts[1].All(char.IsAsciiHexDigit) && IsBase64(parts[2])
            ? null
            : $"{ShownText.Quote(name)} is no verifier key";
    }

    private static bool IsBase64(string text)
    {
        Span<byte> key = stackalloc byte[64];
        return text.Length <= 64 && Convert.TryFromBase64String(text, key, out var length) && length > 1;
    }

    private static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.Host.Length > 0;
}
