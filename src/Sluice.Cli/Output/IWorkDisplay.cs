namespace Sluice.Cli.Output;

/// <summary>Shows how a long piece of work goes, on stderr. Safe to call concurrently.</summary>
internal interface IWorkDisplay
{
    /// <summary>Says how much there is and how much is done, in the same unit.</summary>
    /// <param name="done">Never falls.</param>
    /// <param name="total">0 while nobody knows.</param>
    /// <param name="status">A few words that stand beside it; may be empty.</param>
    void Report(long done, long total, string status);

    /// <summary>Says something that stays: one line.</summary>
    void Note(string line);
}
