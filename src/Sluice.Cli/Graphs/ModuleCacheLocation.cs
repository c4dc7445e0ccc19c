namespace Sluice.Cli.Graphs;

/// <summary>
/// Finds GOMODCACHE as the go command does (cmd/go/internal/cfg): the environment, the file of <c>go env -w</c>, <c>pkg/mod</c> below the first GOPATH, which is <c>~/go</c> when
/// nobody says. An empty value is none.
/// </summary>
internal static class ModuleCacheLocation
{
    /// <summary>The cache's folder, which may not exist; null when nothing tells.</summary>
    /// <param name="variables">The environment.</param>
    public static string? Find(IReadOnlyDictionary<string, string> variables)
    {
        var file = ReadFile(variables);
        if (Value("GOMODCACHE") is { } cache)
        {
            return cache;
        }

        var home = Variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        var path = Value("GOPATH")?.Split(Path.PathSeparator)[0] ?? (home is null ? null : Path.Combine(home, "go"));
        return path is { Length: > 0 } ? Path.Combine(path, "pkg", "mod") : null;

        string? Variable(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        string? Value(string name) => Variable(name) ?? (file.GetValueOrDefault(name) is { Length: > 0 } value ? value : null);
    }

    private static Dictionary<string, string> ReadFile(IReadOnlyDictionary<string, string> variables)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = variables.GetValueOrDefault("GOENV") is { Length: > 0 } set ? set : DefaultFile(variables);
        if (file is null or "off" || !File.Exists(file))
        {
            return values;
        }

        try
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.Split('=', 2) is [[>= 'A' and <= 'Z', ..] name, var value])
                {
                    values[name] = value;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As for the go command: a file that cannot be read says nothing.
        }

        return values;
    }

    /// <summary>os.UserConfigDir, then <c>go/env</c>.</summary>
    private static string? DefaultFile(IReadOnlyDictionary<string, string> variables)
    {
        string? Folder(string name, params string[] below) =>
            variables.GetValueOrDefault(name) is { Length: > 0 } value ? Path.Combine([value, .. below, "go", "env"]) : null;
        if (OperatingSystem.IsWindows())
        {
            return Folder("AppData") ?? Folder("APPDATA");
        }

        return OperatingSystem.IsMacOS() ? Folder("HOME", "Library", "Application Support") : Folder("XDG_CONFIG_HOME") ?? Folder("HOME", ".config");
    }
}
