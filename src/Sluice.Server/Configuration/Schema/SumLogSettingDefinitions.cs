using Sluice.Fetch.Http;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>Settings of the gateway's own checksum database.</summary>
internal static class SumLogSettingDefinitions
{
    public static readonly Setting<string> Name = new("sumlog.name", SumLogParsers.Name)
    {
        Description = "The gateway's own checksum database, made with `sluice sumdb init`; unset for none",
        Expected = "the name that was given to `sluice sumdb init`, host[/path]",
        Example = "sum.corp.example",
    };

    public static readonly Setting<PathPatterns> Match = new("sumlog.match", SourceParsers.Patterns)
    {
        AcceptsList = true,
        Description = "Modules that it records; unset is those of private. Others than private ones only after `sumdb` has vouched for them; \"*\" is all",
        Expected = "module path globs with commas between",
        Example = "*.corp.example",
    };

    public static readonly Setting<Secret> PassphraseFile = new("sumlog.passphrase.file", SumLogParsers.SecretFile)
    {
        Description = "File with the passphrase that opens its key in the data directory",
        Expected = "a readable file that holds the passphrase",
        Example = "/run/secrets/sumlog-passphrase",
    };

    public static readonly Setting<Secret> PassphraseVariable = new("sumlog.passphrase.env", SumLogParsers.SecretVariable)
    {
        Description = "Environment variable with that passphrase",
        Expected = "the name of a variable that holds the passphrase",
        Example = "SUMLOG_PASSPHRASE",
    };

    public static readonly Setting<Secret> KeyFile = new("sumlog.key.file", SumLogParsers.SecretFile)
    {
        Description = "File with its secret key, when that is not kept in the data directory",
        Expected = "a readable file that holds the key",
        Example = "/run/secrets/sumlog-key",
    };

    public static readonly Setting<Secret> KeyVariable = new("sumlog.key.env", SumLogParsers.SecretVariable)
    {
        Description = "Environment variable with that key",
        Expected = "the name of a variable that holds the key",
        Example = "SUMLOG_KEY",
    };

    /// <summary>The settings of which one says where the secret is.</summary>
    public static IReadOnlyList<Setting<Secret>> Secrets { get; } = [PassphraseFile, PassphraseVariable, KeyFile, KeyVariable];
}
