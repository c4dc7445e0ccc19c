using System.CommandLine;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Invocation;

/// <summary>The flags of settings, made from the table of settings, and the configuration that they give.</summary>
internal sealed class SettingFlags
{
    private readonly Option<string> _config = new("--config")
    {
        HelpName = "FILE",
        Description = $"Configuration file (default $SLUICE_CONFIG, else {ConfigurationLoader.DefaultFile} if it is there)",
    };

    private readonly List<SettingOption> _options = [];

    private SettingFlags()
    {
    }

    /// <summary>Adds <c>--config</c> and the flags of the settings to a command.</summary>
    /// <param name="keys">Only these; all that have a flag when there is none.</param>
    public static SettingFlags AddTo(Command command, params string[] keys)
    {
        var flags = new SettingFlags();
        command.Add(flags._config);
        foreach (var setting in SettingSchema.All.Where(setting => setting.Flag is not null && (keys.Length == 0 || keys.Contains(setting.Key))))
        {
            var option = new SettingOption(setting);
            flags._options.Add(option);
            command.Add(option);
        }

        return flags;
    }

    public ConfigurationResult Load(CliContext context, ParseResult parse)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in _options)
        {
            if (parse.GetValue(option) is { Length: > 0 } values)
            {
                given[option.Setting.Key] = string.Join(',', values);
            }
        }

        return context.Load(parse.GetValue(_config), given);
    }
}

/// <summary>The flag of a setting. One that holds a list may be given several times.</summary>
internal sealed class SettingOption : Option<string[]>
{
    public SettingOption(SettingDefinition setting)
        : base(setting.Flag!)
    {
        Setting = setting;
        HelpName = setting.ValueName;
        Description = $"{setting.Description}{(setting.Default.Length > 0 ? $" (default {setting.Default})" : "")}";
        Arity = setting.AcceptsList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne;
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
    }

    public SettingDefinition Setting { get; }
}
