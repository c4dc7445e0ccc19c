namespace Sluice.Doctor.Findings;

/// <summary>A kind of shell that lines are written for.</summary>
public enum Shell
{
    /// <summary>sh, bash, zsh.</summary>
    Posix,

    /// <summary>PowerShell, every version and system.</summary>
    PowerShell,
}
