using Sluice.Modules.GoEnvironment;

namespace Sluice.Server.Configuration;

/// <summary>Mistakes in the settings of the gateway's own checksum database that none of them shows alone.</summary>
internal static class SumLogChecks
{
    private const string OneSecret = "name one of sumlog.passphrase.file, sumlog.passphrase.env, sumlog.key.file and sumlog.key.env";

    public static void Check(ScalarResolver scalars, ProblemList problems)
    {
        var nameOrigin = scalars.Origin(SumLogSettingDefinitions.Name);
        var secrets = SumLogSettingDefinitions.Secrets.Where(setting => IsGiven(scalars, setting)).ToList();
        if (nameOrigin.Kind == SettingOriginKind.Default)
        {
            foreach (var orphan in secrets.Concat<SettingDefinition>([SumLogSettingDefinitions.Match]).Where(setting => IsGiven(scalars, setting)))
            {
                problems.Error(scalars.Origin(orphan), orphan.Key, "needs sumlog.name too", "set sumlog.name to the name that was given to `sluice sumdb init`");
            }

            return;
        }

        if (secrets.Count != 1)
        {
            var what = secrets.Count == 0 ? "needs its key" : $"has {secrets.Count} secrets: {string.Join(", ", secrets.Select(setting => setting.Key))}";
            problems.Error(nameOrigin, SumLogSettingDefinitions.Name.Key, what, OneSecret);
        }

        CheckMatch(scalars, problems);
        CheckName(scalars, problems);
    }

    private static void CheckMatch(ScalarResolver scalars, ProblemList problems)
    {
        var records = scalars.Get(SumLogSettingDefinitions.Match) ?? scalars.Get(CommonSettings.Private);
        if (records is null || records.ToString().Length == 0)
        {
            problems.Error(scalars.Origin(SumLogSettingDefinitions.Name), SumLogSettingDefinitions.Name.Key, "would record no module", "set private, or sumlog.match");
        }
    }

    /// <summary>Both are served below /sumdb/, so that it must be clear where a name ends.</summary>
    private static void CheckName(ScalarResolver scalars, ProblemList problems)
    {
        if (scalars.Get(SumLogSettingDefinitions.Name) is { } own
            && scalars.Get(CommonSettings.SumDb) is { } text
            && SumDbSetting.TryParse(text, out var other, out _)
            && !other.IsOff
            && ($"{own}/".StartsWith($"{other.Name}/", StringComparison.Ordinal) || $"{other.Name}/".StartsWith($"{own}/", StringComparison.Ordinal)))
        {
            problems.Error(
                scalars.Origin(SumLogSettingDefinitions.Name), SumLogSettingDefinitions.Name.Key, $"{own} and sumdb's {other.Name} cannot be told apart", "give the own database a name of its own");
        }
    }

    private static bool IsGiven(ScalarResolver scalars, SettingDefinition setting) => scalars.Origin(setting).Kind != SettingOriginKind.Default;
}
