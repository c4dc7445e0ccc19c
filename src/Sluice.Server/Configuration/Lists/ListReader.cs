namespace Sluice.Server.Configuration;

/// <summary>What reading a list of entries needs: the file's name, where problems and shown values go, and how paths resolve.</summary>
internal sealed class ListReader(string file, SettingContext context, BoundFile bound, ProblemList problems, List<EffectiveValue> values)
{
    public SettingContext Context => context;

    public ProblemList Problems => problems;

    /// <summary>The entries of a list, each with its reader.</summary>
    public IEnumerable<EntryReader> Entries(string key)
    {
        var definition = SettingSchema.Lists.First(list => list.Key == key);
        return bound.Entries.TryGetValue(key, out var entries) ? entries.Select(entry => new EntryReader(entry, definition, this)) : [];
    }

    public SettingOrigin Origin(int line, int column) => SettingOrigin.File(file, line, column);

    public void Show(string key, string value, SettingOrigin origin) => values.Add(new EffectiveValue(key, value, origin));
}
