namespace Sluice.Lab.Commands;

/// <summary>The lab's exit codes; the same as those of <c>sluice</c>.</summary>
internal static class ExitCodes
{
    /// <summary>All scenarios were as expected, or the lab cannot run here and says so.</summary>
    public const int Fine = 0;

    /// <summary>It was ended, or failed itself.</summary>
    public const int Failed = 1;

    /// <summary>A wrong argument or scenario file.</summary>
    public const int Usage = 2;

    /// <summary>Scenarios were not as expected.</summary>
    public const int Problems = 3;
}
