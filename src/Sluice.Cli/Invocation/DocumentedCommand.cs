using System.CommandLine;

namespace Sluice.Cli.Invocation;

/// <summary>A command with examples for its help.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Further paragraphs of help, below the description.</summary>
    public string Details { get; init; } = "";

    /// <summary>At least one: what it does, and the line to type.</summary>
    public required IReadOnlyList<CommandExample> Examples { get; init; }
}

/// <summary>A line to type and what it does.</summary>
internal sealed record CommandExample(string What, string Line);
