using System.Diagnostics.CodeAnalysis;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of files and directories. What they give is absolute.</summary>
internal static class PathParsers
{
    public static bool DataDirectory(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!TryResolve(text, context, out var path, out error))
        {
            return false;
        }

        error = File.Exists(path) ? $"{ShownText.Quote(text)} is a file" : null;
        value = error is null ? path : null;
        return value is not null;
    }

    /// <summary>A PEM file with at least one certificate, all of them readable.</summary>
    public static bool Certificates(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!TryResolve(text, context, out var path, out error) || !SmallFile.TryRead(path, out var content, out error))
        {
            return false;
        }

        error = PemText.CheckCertificates(content) is { } problem ? $"{ShownText.Quote(text)} {problem}" : null;
        value = error is null ? path : null;
        return value is not null;
    }

    /// <summary>A PEM file with a private key; whether it fits the certificate is looked at when both are known.</summary>
    public static bool PrivateKey(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!TryResolve(text, context, out var path, out error) || !SmallFile.TryRead(path, out var content, out error))
        {
            return false;
        }

        error = PemText.HasPrivateKey(content) ? null : $"{ShownText.Quote(text)} holds no private key";
        value = error is null ? path : null;
        return value is not null;
    }

    /// <summary>The .netrc file to read; the empty text for none.</summary>
    public static bool Netrc(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        value = text switch
        {
            "auto" => FindNetrc(context.Input),
            "off" => "",
            _ => null,
        };
        if (value is null && TryResolve(text, context, out var path, out error) && SmallFile.TryRead(path, out _, out error))
        {
            value = path;
        }

        return value is not null;
    }

    /// <summary>An absolute path from a text of the configuration.</summary>
    public static bool TryResolve(string text, SettingContext context, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? error)
    {
        path = null;
        error = text.Length == 0 ? "it is empty" : text.Contains('\0') ? $"{ShownText.Quote(text)} is no path" : null;
        error ??= text.StartsWith("~/", StringComparison.Ordinal) ? $"{ShownText.Quote(text)}: only shells know the tilde" : null;
        path = error is null ? context.Resolve(text) : null;
        return path is not null;
    }

    /// <summary>As curl and the go command do: <c>$NETRC</c>, else in the home directory; none when it is not there.</summary>
    private static string FindNetrc(ConfigurationInput input)
    {
        var named = input.Variable("NETRC");
        var home = input.Variable("HOME") ?? input.Variable("USERPROFILE");
        var path = named ?? (home is null ? null : Path.Combine(home, OperatingSystem.IsWindows() ? "_netrc" : ".netrc"));
        path = path is null ? null : Path.GetFullPath(path, input.WorkingDirectory);
        return path is not null && File.Exists(path) ? path : "";
    }
}
