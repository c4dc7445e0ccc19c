namespace Sluice.Doctor;

/// <summary>How bad something is. Ordered: a greater one is worse.</summary>
public enum Severity
{
    /// <summary>Progress, or an expected probe. Never reported as a problem.</summary>
    Benign,

    /// <summary>Worth telling; the command goes on.</summary>
    Warning,

    /// <summary>The command fails because of this.</summary>
    Fatal,
}
