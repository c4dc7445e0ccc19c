namespace Sluice.Doctor.Explain;

/// <summary>How much of a text is kept. Nothing is too long to be read: what is over a limit is read in pieces, or counted and not shown.</summary>
public static class ExplainLimits
{
    /// <summary>Bytes read at a time.</summary>
    public const int ReadBytes = 256 * 1024;

    /// <summary>Bytes of a line that are looked at together. Go's longest errors (a git command with its output in a JSON log) have a few thousand.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>Bytes of lines that belong together.</summary>
    public const int MaxBlockBytes = 128 * 1024;

    /// <summary>Lines that belong together: an import chain with its error and what a server answered.</summary>
    public const int MaxBlockLines = 96;

    /// <summary>Lines of a server's answer below <c>server response:</c>; the go command prints no more (cmd/go/internal/web, <c>maxErrorDetailLines</c>).</summary>
    public const int MaxAnswerLines = 8;

    /// <summary>Lines of an HTTP answer that somebody printed with curl.</summary>
    public const int MaxHttpAnswerLines = 40;

    /// <summary>Different findings kept; more are only counted.</summary>
    public const int MaxFindings = 200;

    /// <summary>Modules named for one finding.</summary>
    public const int MaxModules = 8;

    /// <summary>Bytes of a line shown as evidence.</summary>
    public const int MaxEvidenceBytes = 600;

    /// <summary>Seconds after which a not-found is a time-out in disguise: a proxy answers a real one from its cache or by one question.</summary>
    public const double SlowNotFoundSeconds = 20;
}
