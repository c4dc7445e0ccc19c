using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>Settings from several places, the strongest first.</summary>
internal sealed class SettingsTable(IReadOnlyList<IReadOnlyList<SettingValue>> sources)
{
    private readonly SortedDictionary<string, GoSetting> _settings = new(StringComparer.Ordinal);

    /// <summary>A setting that was taken.</summary>
    public GoSetting this[string name] => _settings[name];

    /// <summary>A setting that was taken, or null.</summary>
    public GoSetting? Find(string name) => _settings.GetValueOrDefault(name);

    /// <summary>Takes a setting from the strongest place that has it, else its default.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="standard">Its default.</param>
    /// <param name="derivedFrom">The setting that the default comes from.</param>
    public void Take(string name, string standard, string? derivedFrom = null)
    {
        // A file's empty value says "empty", and shields what stands below it; an empty variable says nothing. They are left out already.
        var all = sources.Select(source => source.FirstOrDefault(value => value.Name == name)).OfType<SettingValue>().ToList();
        var fallback = derivedFrom is not null && standard.Length > 0
            ? new ValueOrigin(OriginKind.Derived, Name: derivedFrom)
            : new ValueOrigin(OriginKind.Default);

        // To the go command an empty text is no value whatever place it came from: the default holds.
        var first = all.FirstOrDefault();
        _settings[name] = first is null || (first.Value.Length == 0 && standard.Length > 0)
            ? new GoSetting(name, standard, fallback, all)
            : new GoSetting(name, first.Value, first.Origin, [.. all.Skip(1)]);
    }

    /// <summary>Sets what is known otherwise.</summary>
    public void Set(SettingValue value) => _settings[value.Name] = new GoSetting(value.Name, value.Value, value.Origin, []);

    /// <summary>All of them by name.</summary>
    public IReadOnlyList<GoSetting> ToList() => [.. _settings.Values];
}
