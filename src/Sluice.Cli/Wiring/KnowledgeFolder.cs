using Sluice.Doctor.Knowledge;

namespace Sluice.Cli.Wiring;

/// <summary>Finds and loads a team's own part of the knowledge base.</summary>
internal static class KnowledgeFolder
{
    private const string Variable = "SLUICE_KNOWLEDGE";

    /// <summary>The knowledge base; null after every mistake was said.</summary>
    /// <param name="context">The surroundings.</param>
    /// <param name="given">The folder of the command line, or null.</param>
    public static KnowledgeBase? Load(CliContext context, string? given)
    {
        if (Find(context, given) is not { } folder)
        {
            return KnowledgeBase.BuiltIn;
        }

        var result = KnowledgeLoader.Load(folder);
        foreach (var problem in result.Problems)
        {
            context.Complain(problem.ToString());
        }

        return result.Base;
    }

    private static string? Find(CliContext context, string? given)
    {
        if (given is null && context.Variables.TryGetValue(Variable, out var set) && set.Length > 0)
        {
            given = set;
        }

        if (given is not null)
        {
            return Path.GetFullPath(given, context.WorkingDirectory);
        }

        var folder = Candidates(context.Variables).FirstOrDefault();
        return folder is not null && Directory.Exists(folder) ? folder : null;
    }

    /// <summary>Where the system keeps configurations of programs: XDG_CONFIG_HOME, ~/.config, %APPDATA%.</summary>
    private static IEnumerable<string> Candidates(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, below) in (ReadOnlySpan<(string, string)>)[("XDG_CONFIG_HOME", ""), ("APPDATA", ""), ("HOME", ".config")])
        {
            if (variables.TryGetValue(name, out var root) && Path.IsPathRooted(root))
            {
                return [Path.Combine(root, below, "sluice", "knowledge")];
            }
        }

        return [];
    }
}
