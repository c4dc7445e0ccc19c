namespace Sluice.Cli;

/// <summary>What the process says to its caller when it ends. One meaning each, never reused; listed in <c>sluice --help</c>.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Fine = 0;

    /// <summary>A bug of ours.</summary>
    public const int InternalError = 1;

    /// <summary>The command line or the configuration is wrong, or the surroundings do not allow the start. Nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The command ran and found problems: a module that cannot be had, a file in the store that is damaged.</summary>
    public const int Problems = 3;

    /// <summary>The command ran and found warnings only.</summary>
    public const int Warnings = 4;

    /// <summary>Stopped by Ctrl-C or a signal before it was through, as shells have it (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
