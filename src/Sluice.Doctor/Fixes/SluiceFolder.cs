using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Fixes;

/// <summary>The account's folder for what Sluice keeps: <c>sluice</c> in the folder for configuration.</summary>
internal static class SluiceFolder
{
    /// <summary>The folder; null where no variable tells.</summary>
    public static string? Of(DoctorHost host) => GoSettingsReader.ConfigFolderOf(host.System, host.Variable, host.Home) is { } folder ? Path.Combine(folder, "sluice") : null;
}
