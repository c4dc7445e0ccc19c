using System.Diagnostics.CodeAnalysis;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of the settings of the gateway's own checksum database.</summary>
internal static class SumLogParsers
{
    public static bool Name(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = text;
        error = SumDbSetting.IsName(text) ? null : $"{ShownText.Quote(text)} is no name of a checksum database";
        return error is null;
    }

    /// <summary>The content of a file, without the newline at its end.</summary>
    public static bool SecretFile(string text, SettingContext context, [NotNullWhen(true)] out Secret? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        if (!PathParsers.TryResolve(text, context, out var path, out error) || !SmallFile.TryRead(path, out var content, out error))
        {
            return false;
        }

        return TryWrap(content.TrimEnd('\r', '\n'), $"file {ShownText.Quote(text)}", out value, out error);
    }

    /// <summary>The content of an environment variable.</summary>
    public static bool SecretVariable(string text, SettingContext context, [NotNullWhen(true)] out Secret? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = context.Input.Variable(text) is null ? $"the environment has no variable {ShownText.Quote(text)}" : null;
        return error is null && TryWrap(context.Input.Variable(text)!, $"variable {ShownText.Quote(text)}", out value, out error);
    }

    private static bool TryWrap(string content, string where, [NotNullWhen(true)] out Secret? value, [NotNullWhen(false)] out string? error)
    {
        value = content.Length > 0 ? new Secret(content) : null;
        error = value is null ? $"{where} is empty" : null;
        return value is not null;
    }
}
