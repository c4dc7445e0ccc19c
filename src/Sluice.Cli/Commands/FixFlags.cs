using System.CommandLine;
using Sluice.Doctor.Fixes;

namespace Sluice.Cli.Commands;

/// <summary><c>--fix</c>, <c>--yes</c>, <c>--dry-run</c>.</summary>
internal sealed class FixFlags
{
    private readonly Option<bool> _fix = new("--fix") { Description = "Fix what is found: each step is shown, asked about, tried, and taken back when it does not help" };
    private readonly Option<bool> _yes = new("--yes") { Description = "With --fix: do not ask, but for programs and authorities" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "With --fix: show what would change, and change nothing" };

    public static FixFlags AddTo(Command command)
    {
        var flags = new FixFlags();
        command.Add(flags._fix);
        command.Add(flags._yes);
        command.Add(flags._dryRun);
        return flags;
    }

    /// <summary>Reads them; false after saying what does not go together.</summary>
    /// <param name="context">Where to say it.</param>
    /// <param name="parse">The command line.</param>
    /// <param name="hasEvidence">Whether evidence of somewhere else is judged.</param>
    /// <param name="mode">How to fix; null for not at all.</param>
    public bool TryRead(CliContext context, ParseResult parse, bool hasEvidence, out FixMode? mode)
    {
        var (fix, yes, dryRun) = (parse.GetValue(_fix), parse.GetValue(_yes), parse.GetValue(_dryRun));
        mode = !fix ? null : dryRun ? FixMode.DryRun : yes ? FixMode.Yes : FixMode.Ask;
        var problem = !fix && (yes || dryRun)
            ? "--yes and --dry-run go with --fix"
            : yes && dryRun
                ? "--yes and --dry-run do not go together"
                : fix && hasEvidence ? "--fix and --from do not go together: evidence may be of another machine" : null;
        if (problem is not null)
        {
            context.Complain($"sluice doctor: {problem}");
        }

        return problem is null;
    }
}
