namespace Sluice.Server.Configuration;

/// <summary>Finds the value of every setting with a single value: flag, else environment, else file, else default.</summary>
internal sealed class ScalarResolver(ConfigurationInput input, BoundFile file, string fileDirectory, ProblemList problems)
{
    private readonly Dictionary<SettingDefinition, object?> _values = [];
    private readonly Dictionary<SettingDefinition, SettingOrigin> _origins = [];

    /// <summary>Parses everything that was given, also what another place goes before, so that no mistake hides.</summary>
    public IEnumerable<EffectiveValue> ResolveAll()
    {
        foreach (var setting in SettingSchema.All)
        {
            var (parsed, origin) = Resolve(setting);
            _values[setting] = parsed.Value;
            _origins[setting] = origin;
            yield return new EffectiveValue(setting.Key, parsed.Shown, origin);
        }
    }

    /// <summary>The value; that of an unset setting where nothing was given, or nothing right.</summary>
    public T? Get<T>(Setting<T> setting)
        where T : notnull => _values[setting] is T value ? value : setting.Unset;

    public SettingOrigin Origin(SettingDefinition setting) => _origins[setting];

    private (ParsedSetting Parsed, SettingOrigin Origin) Resolve(SettingDefinition setting)
    {
        (ParsedSetting Parsed, SettingOrigin Origin)? winner = null;
        foreach (var (text, origin) in Given(setting))
        {
            var context = new SettingContext(origin.Kind == SettingOriginKind.File ? fileDirectory : input.WorkingDirectory, input);
            var parsed = setting.Parse(text, context);
            if (parsed.Error is not null)
            {
                problems.Error(origin, setting.Key, parsed.Error, $"write {setting.Expected}, for example {setting.Example}");
            }

            winner ??= (parsed, origin);
        }

        return winner ?? (setting.ParseDefault(new SettingContext(input.WorkingDirectory, input)), SettingOrigin.Default);
    }

    /// <summary>What was given for a setting; the first goes before the others.</summary>
    private IEnumerable<(string Text, SettingOrigin Origin)> Given(SettingDefinition setting)
    {
        if (input.Flags.TryGetValue(setting.Key, out var flag))
        {
            yield return (flag, SettingOrigin.Flag(setting.Flag ?? setting.Key));
        }

        if (input.Variable(setting.EnvironmentName) is { } variable)
        {
            yield return (variable, SettingOrigin.Environment(setting.EnvironmentName));
        }

        if (file.Texts.TryGetValue(setting.Key, out var written))
        {
            yield return written;
        }
    }
}
