using System.Globalization;

namespace Sluice.Doctor.Probes.Names;

/// <summary>Processes as <c>/proc</c> shows them.</summary>
internal static class Processes
{
    /// <summary>The id of a process with a name (comm); null when there is none, or no <c>/proc</c>.</summary>
    public static int? FindByName(DoctorHost host, string name) => All(host).FirstOrDefault(id => NameOf(host, id) == name) is > 0 and var id ? id : null;

    /// <summary>The ids of all processes.</summary>
    public static IEnumerable<int> All(DoctorHost host)
    {
        var folder = host.SystemPath("/proc");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)
            : [];
    }

    /// <summary>A process's name; null when it is gone.</summary>
    public static string? NameOf(DoctorHost host, int id) => HostFiles.ReadText(host.SystemPath($"/proc/{id}/comm"))?.Trim();
}
