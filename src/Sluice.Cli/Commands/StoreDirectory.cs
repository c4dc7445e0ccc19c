namespace Sluice.Cli.Commands;

/// <summary>A store that is looked at must be there: an empty report for a mistyped directory would comfort the wrong person.</summary>
internal static class StoreDirectory
{
    public static bool Exists(CliContext context, string directory)
    {
        if (Directory.Exists(directory))
        {
            return true;
        }

        context.Complain($"sluice store: there is no store in {directory}", "name its directory with --data; `sluice config show` says where the setting comes from");
        return false;
    }
}
