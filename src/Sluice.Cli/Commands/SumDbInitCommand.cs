using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Cli.Wiring;
using Sluice.Modules.GoEnvironment;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sumdb init</c>.</summary>
internal static class SumDbInitCommand
{
    private const string Where = "give one of --passphrase-file, --passphrase-env and --key-file";

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("init", "Make a checksum database, its key, and the lines that clients need")
        {
            Details = "The secret key is either sealed with a passphrase in the data directory, or written to a file of its own that only its owner can read. "
                + "It is never printed. Without it nothing can be added to the database any more, so keep a copy where the data is not. Nothing is ever overwritten.",
            Examples =
            [
                new("With a key that a passphrase opens", "sluice sumdb init sum.corp.example --passphrase-file /run/secrets/sumlog"),
                new("With a key in a file", "sluice sumdb init sum.corp.example --key-file /etc/sluice/sumlog.key"),
            ],
        };
        var name = new Argument<string>("NAME") { Description = "Its name, host[/path]; need not be a host that exists" };
        var file = new Option<string>("--passphrase-file") { HelpName = "FILE", Description = "File with the passphrase that seals the key" };
        var variable = new Option<string>("--passphrase-env") { HelpName = "VARIABLE", Description = "Environment variable with the passphrase" };
        var keyFile = new Option<string>("--key-file") { HelpName = "FILE", Description = "File to write the key to, outside the data directory" };
        var url = new Option<string>("--url") { HelpName = "URL", Description = "How clients reach the gateway, for the lines that are printed" };
        command.Add(name);
        foreach (var option in (Option<string>[])[file, variable, keyFile, url])
        {
            command.Add(option);
        }

        var flags = SettingFlags.AddTo(command, "data");
        command.SetAction(parse =>
        {
            var place = new KeyPlace(parse.GetValue(file), parse.GetValue(variable), parse.GetValue(keyFile));
            return SettingsGate.Load(context, flags, parse) is { } settings ? Run(context, settings, parse.GetRequiredValue(name), place, parse.GetValue(url)) : ExitCodes.Usage;
        });
        return command;
    }

    private static int Run(CliContext context, GatewaySettings settings, string name, KeyPlace place, string? url)
    {
        if (!SumDbSetting.IsName(name))
        {
            return Refuse(context, $"\"{name}\" can be no database's name", "write a host and perhaps a path: sum.corp.example");
        }

        if (!place.IsOne)
        {
            return Refuse(context, "where is the key to be?", Where);
        }

        var keyFile = place.KeyFile is null ? null : Path.GetFullPath(place.KeyFile, context.WorkingDirectory);
        if (keyFile?.StartsWith(settings.DataDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal) == true)
        {
            return Refuse(context, $"{keyFile} is in the data directory", "keep the key where copies of the data do not have it");
        }

        var passphrase = keyFile is null ? place.ReadPassphrase(context) : null;
        if (keyFile is null && string.IsNullOrEmpty(passphrase))
        {
            return Refuse(context, $"there is no passphrase in {place.Reference}", "name a file or a variable that holds one");
        }

        var result = context.Tools.SumDb.Init(new SumDbInitRequest(settings.DataDirectory, name, passphrase, keyFile));
        if (result.VerifierKey is not { } key)
        {
            return Refuse(context, result.Error!, null);
        }

        SumDbOutput.WriteInit(context, settings, key, place.SettingOf(context), url);
        return ExitCodes.Fine;
    }

    private static int Refuse(CliContext context, string message, string? remedy)
    {
        context.Complain($"sluice sumdb init: {message}", remedy);
        return ExitCodes.Usage;
    }

    /// <summary>Where the secret is.</summary>
    private sealed record KeyPlace(string? PassphraseFile, string? Variable, string? KeyFile)
    {
        public bool IsOne => new[] { PassphraseFile, Variable, KeyFile }.Count(place => place is not null) == 1;

        public string Reference => PassphraseFile is not null ? $"the file {PassphraseFile}" : $"the variable {Variable}";

        public string? ReadPassphrase(CliContext context) =>
            PassphraseFile is null ? context.Variables.GetValueOrDefault(Variable!) : ReadFile(Path.GetFullPath(PassphraseFile, context.WorkingDirectory));

        /// <summary>The setting that refers to it, as the configuration file has it.</summary>
        public string SettingOf(CliContext context) =>
            KeyFile is not null ? $"key: {{ file: {Path.GetFullPath(KeyFile, context.WorkingDirectory)} }}"
            : PassphraseFile is not null ? $"passphrase: {{ file: {Path.GetFullPath(PassphraseFile, context.WorkingDirectory)} }}"
            : $"passphrase: {{ env: {Variable} }}";

        private static string? ReadFile(string path)
        {
            try
            {
                return File.ReadAllText(path).TrimEnd('\r', '\n');
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
