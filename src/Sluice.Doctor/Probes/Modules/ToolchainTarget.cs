using System.Globalization;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.GoMod;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>The toolchain that the go command would download for the go.mod at hand (https://go.dev/doc/toolchain): a module like any other, and always checked by the database.</summary>
internal static class ToolchainTarget
{
    /// <summary>The toolchain's module; null when the installed Go is new enough, too old to switch, or told not to.</summary>
    public static ModuleTarget? Of(string folder, GoSettingsEvidence settings)
    {
        var installed = settings.Installation?.Version;
        var setting = settings["GOTOOLCHAIN"];
        if (installed is null || !GoSettingsReader.IsAtLeast(installed, 21) || setting == "local" || setting.EndsWith("+path", StringComparison.Ordinal) || setting == "path")
        {
            return null;
        }

        var wanted = Wanted(folder);
        return wanted is not null && Compare(wanted, installed) > 0 ? new ModuleTarget("golang.org/toolchain", $"v0.0.1-{wanted}.{settings["GOOS"]}-{settings["GOARCH"]}") : null;
    }

    /// <summary>Compares <c>go1.22.1</c> with <c>go1.22rc1</c>: numbers, then pre-releases before the release.</summary>
    public static int Compare(string left, string right)
    {
        var (x, y) = (Parse(left), Parse(right));
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != y[i])
            {
                return x[i].CompareTo(y[i]);
            }
        }

        return 0;
    }

    private static string? Wanted(string folder)
    {
        if (MainModules.FindFile(folder) is not { } file || HostFiles.ReadBytes(file) is not { } bytes || !GoModFile.TryParse(bytes, file, GoModParsing.Strict, out var goMod, out _))
        {
            return null;
        }

        // A go line of 1.21 or later without patch names a language version; its first release is .0.
        var line = goMod.Go is null ? null : goMod.Go.Count(c => c == '.') == 1 && goMod.Go.All(c => char.IsAsciiDigit(c) || c == '.') && Parse("go" + goMod.Go)[1] >= 21 ? $"go{goMod.Go}.0" : $"go{goMod.Go}";
        var toolchain = goMod.Toolchain is null or "default" or "local" ? null : goMod.Toolchain;
        return line is null || (toolchain is not null && Compare(toolchain, line) > 0) ? toolchain : line;
    }

    /// <summary>Major, minor, rank (beta 0, rc 1, release 2), number behind it.</summary>
    private static int[] Parse(string version)
    {
        var text = version.StartsWith("go", StringComparison.Ordinal) ? version[2..] : version;
        var parts = text.Split('-', ' ')[0].Split('.');
        var minor = parts.Length > 1 ? parts[1] : "0";
        var digits = new string([.. minor.TakeWhile(char.IsAsciiDigit)]);
        var rest = minor[digits.Length..];
        var rank = rest.StartsWith("beta", StringComparison.Ordinal) ? 0 : rest.StartsWith("rc", StringComparison.Ordinal) ? 1 : 2;
        return [Number(parts[0]), Number(digits), rank, rank == 2 ? Number(parts.Length > 2 ? parts[2] : "0") : Number(new string([.. rest.Where(char.IsAsciiDigit)]))];
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
