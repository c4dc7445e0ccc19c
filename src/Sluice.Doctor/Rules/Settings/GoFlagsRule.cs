using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// GOFLAGS: words that are no flags end every go command (cmd/go/internal/base, <c>InitGOFLAGS</c>); <c>-mod=vendor</c> keeps it from downloading. The latter is told only where
/// somebody asks for a module, and not beside GOPROXY=off, where it is meant.
/// </summary>
internal sealed class GoFlagsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "goflags";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Settings is not { } settings || settings.Go["GOFLAGS"] is not { Length: > 0 } text)
        {
            yield break;
        }

        var line = SettingLines.Of(settings.Go, "GOFLAGS");
        var flags = Split(text);
        if (flags.FirstOrDefault(flag => !IsFlag(flag)) is { } wrong)
        {
            yield return Claims.Of(SettingLines.Probe, FindingCodes.EnvGoFlagsSyntax, Layer.Settings, Severity.Fatal, line, $"not a flag: {wrong}");
        }
        else if (flags.Any(flag => flag.TrimStart('-') == "mod=vendor") && situation.Bundle.Asked.Modules.Count > 0 && settings.Go["GOPROXY"] != "off")
        {
            yield return Claims.Of(SettingLines.Probe, FindingCodes.EnvGoFlagsMod, Layer.Settings, Severity.Warning, line);
        }
    }

    /// <summary>A dash or two, a name, and a value where there is an equals sign.</summary>
    private static bool IsFlag(string word)
    {
        var name = word.Length > 1 && word[0] == '-' ? word[(word[1] == '-' ? 2 : 1)..] : "";
        return name.Length > 0 && name[0] is not ('-' or '=');
    }

    /// <summary>Words apart by blanks; quotes hold words together (cmd/internal/quoted).</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var quote = text[start] is '\'' or '"' ? text[start] : ' ';
            var from = quote == ' ' ? start : start + 1;
            var end = text.IndexOf(quote, from);
            end = end < 0 ? text.Length : end;
            words.Add(text[from..end].Trim());
            start = end + 1;
        }

        return words;
    }
}
