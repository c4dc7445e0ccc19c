using System.CommandLine;
using Sluice.Cli.Invocation;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice env</c>.</summary>
internal static class EnvCommands
{
    public static CommandExample Example { get; } = new("Use mirrors in mainland China, and go back", "sluice env use cn && sluice env undo");

    public static IEnumerable<Command> Create(CliContext context) => [EnvShowCommand.Create(context), EnvUseCommand.Create(context), EnvUndoCommand.Create(context)];
}
