using System.Diagnostics.CodeAnalysis;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of where modules come from and of who is asked about them.</summary>
internal static class SourceParsers
{
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

    public static bool Vcs(string text, SettingContext context, [NotNullWhen(true)] out GoVcs? value, [NotNullWhen(false)] out string? error) =>
        GoVcs.TryParse(text, out value, out error);

    /// <summary>Checked here, and kept as text: <c>off</c>, or name or verifier key, then perhaps a URL.</summary>
    public static bool SumDb(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = text;
        error = SumDbSetting.TryParse(text, out _, out var reason) ? null : $"{ShownText.Quote(text)}: {reason}";
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

    private static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.Host.Length > 0;
}
