using System.Runtime.InteropServices;

namespace Sluice.Cli.Run.Children;

/// <summary>The command while it runs.</summary>
internal interface IRunChild : IDisposable
{
    /// <summary>Its process id.</summary>
    int Id { get; }

    /// <summary>What it says on stderr (with stdout, where both lead to the same place); null where it says it past us.</summary>
    Stream? Output { get; }

    /// <summary>Ends with its exit code, 128 + n when signal n ended it.</summary>
    Task<int> ExitCode { get; }

    /// <summary>Passes a signal on that came to us alone.</summary>
    void Signal(PosixSignal signal);

    /// <summary>Ends it and all that it started, at once.</summary>
    void Kill();

    /// <summary>The terminal has another size.</summary>
    void Resize();
}

/// <summary>How to start the command.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="Directory">Its working directory.</param>
/// <param name="Streams">What of its output is seen.</param>
internal sealed record ChildStart(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment, string Directory, ChildStreams Streams);

/// <summary>What of a command's output passes through us.</summary>
internal enum ChildStreams
{
    /// <summary>Nothing: it has our own streams.</summary>
    None,

    /// <summary>stderr, through a pipe.</summary>
    ErrorPipe,

    /// <summary>stdout and stderr through one pipe, since ours lead to the same place: their order stays.</summary>
    BothPipe,

    /// <summary>stderr, through a pseudo-terminal, since ours is a terminal.</summary>
    ErrorTerminal,

    /// <summary>stdout and stderr through one pseudo-terminal, since ours are the same terminal.</summary>
    BothTerminal,
}

/// <summary>The command could not be started.</summary>
/// <param name="message">Why.</param>
/// <param name="exitCode">127 when there is no such program, 126 when it cannot be run, as shells have it.</param>
internal sealed class ChildStartException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
