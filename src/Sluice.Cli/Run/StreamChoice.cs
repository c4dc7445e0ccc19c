using Sluice.Cli.Run.Children;

namespace Sluice.Cli.Run;

/// <summary>Decides what of the command's output passes through us.</summary>
internal static class StreamChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="isUntouched">Whether nothing shall.</param>
    /// <param name="isOutTerminal">Whether our stdout is a terminal.</param>
    /// <param name="isErrorTerminal">Whether our stderr is a terminal.</param>
    public static ChildStreams Choose(bool isUntouched, bool isOutTerminal, bool isErrorTerminal)
    {
        if (isUntouched)
        {
            return ChildStreams.None;
        }

        if (!OperatingSystem.IsLinux())
        {
            return isErrorTerminal ? ChildStreams.None : ChildStreams.ErrorPipe;
        }

        if (isErrorTerminal)
        {
            return isOutTerminal ? ChildStreams.BothTerminal : ChildStreams.ErrorTerminal;
        }

        return LeadTo(1) is { } target && target == LeadTo(2) ? ChildStreams.BothPipe : ChildStreams.ErrorPipe;
    }

    private static string? LeadTo(int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
