namespace Sluice.Server.Configuration;

/// <summary>Makes the configuration from file, environment and flags. Pure but for reading the files that they name.</summary>
public static class ConfigurationLoader
{
    /// <summary>The file that is read when none is named.</summary>
    public const string DefaultFile = "sluice.yaml";

    /// <summary>Loads, and reports every mistake at once.</summary>
    public static ConfigurationResult Load(ConfigurationInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var problems = new ProblemList();
        var file = ReadFile(input, problems, out var name);
        var directory = name is null ? input.WorkingDirectory : Path.GetDirectoryName(Path.GetFullPath(name, input.WorkingDirectory))!;
        var scalars = new ScalarResolver(input, file, directory, problems);
        List<EffectiveValue> values = [.. scalars.ResolveAll()];
        var lists = new ListReader(name ?? "", new SettingContext(directory, input), file, problems, values);
        var settings = SettingsAssembler.Assemble(scalars, lists, input);
        RelationChecks.Check(scalars, problems);
        EnvironmentChecks.Check(input, file, problems);
        return new ConfigurationResult(problems.HasErrors ? null : settings, problems.ToSorted(), values, name);
    }

    private static BoundFile ReadFile(ConfigurationInput input, ProblemList problems, out string? name)
    {
        var variable = input.Variable("SLUICE_CONFIG");
        var origin = input.ConfigFile is not null ? SettingOrigin.Flag("--config") : SettingOrigin.Environment("SLUICE_CONFIG");
        name = input.ConfigFile ?? variable;
        if (name is null)
        {
            if (!File.Exists(Path.Combine(input.WorkingDirectory, DefaultFile)))
            {
                return BoundFile.Empty;
            }

            name = DefaultFile;
            origin = SettingOrigin.File(name);
        }

        if (name.Length == 0 || name.Contains('\0'))
        {
            problems.Error(origin, "", "the name of the configuration file is empty or no path", "name a file that exists");
            name = null;
            return BoundFile.Empty;
        }

        if (!SmallFile.TryRead(Path.GetFullPath(name, input.WorkingDirectory), out var content, out var error))
        {
            problems.Error(origin, "", $"the configuration file {error}", "name a UTF-8 file that exists and may be read");
            return BoundFile.Empty;
        }

        // In a method of its own class: without a file, the YAML assembly is not loaded.
        return YamlFileReader.Read(content, name, problems) is { } root ? new FileBinder(name, problems).Bind(root) : BoundFile.Empty;
    }
}
