using Sluice.Server.Configuration;
using Sluice.Store.SumDb.Log;

namespace Sluice.Cli.Commands;

/// <summary>Which database a command is about: the one that is named, else that of the configuration, else the only one there is.</summary>
internal static class SumDbName
{
    public static string? Find(CliContext context, string command, GatewaySettings settings, string? given)
    {
        var names = LogFiles.Names(settings.DataDirectory);
        var name = given ?? settings.SumLog?.Name ?? (names.Count == 1 ? names[0] : null);
        if (name is not null && names.Contains(name))
        {
            return name;
        }

        var there = names.Count == 0 ? "there is none in it; `sluice sumdb init` makes one" : $"there are {string.Join(", ", names)}";
        context.Complain($"{command}: {(name is null ? "which database" : $"no database {name}")} in {settings.DataDirectory}{(name is null ? "?" : "")}", there);
        return null;
    }
}
