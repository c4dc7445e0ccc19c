namespace Sluice.Doctor.Probes;

/// <summary>Finds programs as a shell would.</summary>
internal static class Programs
{
    /// <summary>The program's path; null when PATH does not lead to it. Relative parts of PATH are passed over, as Go does.</summary>
    public static string? Find(DoctorHost host, string name)
    {
        var separator = host.System == HostSystem.Windows ? ';' : ':';
        string[] names = host.System == HostSystem.Windows ? [name + ".exe", name + ".cmd", name + ".bat"] : [name];
        var folders = (host.Variable("PATH") ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Where(Path.IsPathRooted).SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
