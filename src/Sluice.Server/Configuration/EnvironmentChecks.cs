namespace Sluice.Server.Configuration;

/// <summary>Finds variables that look like settings and are none: a mistyped one would be ignored in silence.</summary>
internal static class EnvironmentChecks
{
    private const string Prefix = "SLUICE_";

    public static void Check(ConfigurationInput input, BoundFile file, ProblemList problems)
    {
        var passwords = CredentialReader.PasswordVariables(file).Concat(SecretVariables(input, file)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in input.Environment.Keys)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !IsKnown(name) && !passwords.Contains(name))
            {
                problems.Warning(SettingOrigin.Environment(name), "", "this variable is no setting and is ignored", Remedy(name));
            }
        }
    }

    /// <summary>Variables that the settings of the own checksum database name.</summary>
    private static IEnumerable<string> SecretVariables(ConfigurationInput input, BoundFile file)
    {
        foreach (var setting in new[] { SumLogSettingDefinitions.PassphraseVariable, SumLogSettingDefinitions.KeyVariable })
        {
            yield return input.Variable(setting.EnvironmentName) ?? "";
            yield return file.Texts.TryGetValue(setting.Key, out var named) ? named.Text.Trim() : "";
        }
    }

    private static bool IsKnown(string name) =>
        SettingSchema.All.Any(setting => setting.EnvironmentName == name) || SettingSchema.OtherVariables.ContainsKey(name);

    private static string Remedy(string name)
    {
        var list = SettingSchema.Lists.FirstOrDefault(list => SettingDefinition.ToEnvironmentName(list.Key).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (list is not null)
        {
            return $"write {list.Key} into the configuration file";
        }

        var near = NameSuggestion.Closest(name, SettingSchema.All.Select(setting => setting.EnvironmentName).Concat(SettingSchema.OtherVariables.Keys));
        return near is null ? "the settings and their variables are in docs/reference/settings.md" : $"did you mean {near}?";
    }
}
