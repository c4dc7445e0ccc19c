using System.CommandLine;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Commands;

/// <summary>The commands of the doctor that look at one thing.</summary>
internal static class DoctorSideCommands
{
    public static CommandExample Example { get; } = new("Which mirror is the best from here", "sluice doctor mirrors");

    public static IEnumerable<Command> Create(CliContext context) => [];
}
