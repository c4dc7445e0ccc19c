using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>Settings as lines of evidence.</summary>
internal static class SettingLines
{
    /// <summary>The probe that settings come from.</summary>
    public const string Probe = "settings";

    /// <summary><c>GOPROXY=off (from ~/.config/go/env:3)</c>.</summary>
    public static string Of(GoSettingsEvidence go, string name)
    {
        var setting = go.Settings.FirstOrDefault(setting => setting.Name == name);
        return setting is null ? $"{name} is not set" : $"{name}={setting.Value} ({setting.Origin})";
    }

    /// <summary>A setting with its origin.</summary>
    public static string Of(SettingValue setting) => $"{setting.Name}={setting.Value} ({setting.Origin})";

    /// <summary>A fault of a file.</summary>
    public static string Of(FileFault fault) => FormattableString.Invariant($"{fault.File}:{fault.Line}: {fault.Text} ({fault.Problem})");
}
