using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor;

namespace Sluice.Cli.Commands;

/// <summary>The commands of the doctor that look at one thing.</summary>
internal static class DoctorSideCommands
{
    public static CommandExample Example { get; } = new("Which mirror is the best from here", "sluice doctor mirrors");

    public static IEnumerable<Command> Create(CliContext context) =>
    [
        DoctorDnsCommand.Create(context), DoctorMirrorsCommand.Create(context), DoctorHostsCommand.Create(context), DoctorCacheCommand.Create(context), DoctorEgressCommand.Create(context),
    ];

    /// <summary>Prints a report in the form that is wanted.</summary>
    public static void Print<T>(CliContext context, OutputFormat format, T report, Action<T> text)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, report, SideJson.Of<T>());
            return;
        }

        text(report);
    }

    /// <summary>The exit code of the worst that was found.</summary>
    public static int CodeOf(Severity severity) => severity switch
    {
        Severity.Fatal => ExitCodes.Problems,
        Severity.Warning => ExitCodes.Warnings,
        _ => ExitCodes.Fine,
    };
}
