namespace Sluice.Doctor.Evidence;

/// <summary>Why something is not known.</summary>
public enum NotCheckedReason
{
    /// <summary>Nobody asked for it: an option switches it on.</summary>
    NotAsked,

    /// <summary>The settings make it pointless: no checksum database to ask where there is none.</summary>
    NotNeeded,

    /// <summary>It builds on something that could not be had: no connection to an address that is not known.</summary>
    Blocked,

    /// <summary>It took longer than one probe may.</summary>
    ProbeBudget,

    /// <summary>All probes together took longer than they may.</summary>
    TotalBudget,

    /// <summary>The user stopped the run.</summary>
    Cancelled,

    /// <summary>This operating system does not tell, or we do not know how to ask it.</summary>
    Unsupported,

    /// <summary>A program that it needs is not installed.</summary>
    ProgramMissing,

    /// <summary>The account of this process may not look.</summary>
    NoPermission,

    /// <summary>The probe itself failed.</summary>
    Failed,
}

/// <summary>Something that was not checked, and why: a value of its own, never to be taken for <i>no</i>.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Because">The reason in one line, without a full stop, to stand after <i>not checked, because</i>.</param>
public sealed record NotChecked(NotCheckedReason Reason, string Because);

/// <summary>An answer to a yes-or-no question that may not have been asked.</summary>
public enum Tri
{
    /// <summary>Not known.</summary>
    NotChecked,

    /// <summary>Checked, and it is not so.</summary>
    No,

    /// <summary>Checked, and it is so.</summary>
    Yes,
}
