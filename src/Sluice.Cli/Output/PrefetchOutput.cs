using Sluice.Api.Fetching;

namespace Sluice.Cli.Output;

/// <summary>Prints the summary of a prefetch: counts, then every failure with what to do.</summary>
internal static class PrefetchOutput
{
    public static void Write(TextWriter writer, Ink ink, PrefetchReport report)
    {
        var failed = report.Failures.Count == 0 ? "none failed" : ink.Red($"{report.Failures.Count} failed");
        writer.WriteLine(
            $"{HumanText.Count(report.Total, "version")}: {report.AlreadyStored} already stored, {report.Fetched} fetched ({HumanText.Size(report.SizeBytes)}), {failed}, in {HumanText.Duration(report.DurationMs)}");
        if (report.Interrupted)
        {
            writer.WriteLine($"stopped with {report.Total - report.AlreadyStored - report.Fetched - report.Failures.Count} left; run the same line again to go on");
        }

        foreach (var failure in report.Failures)
        {
            writer.WriteLine();
            writer.WriteLine($"{ink.Bold($"{failure.Module}@{failure.Query}")}  {ink.Dim(failure.Origin)}");
            writer.WriteLine($"  {FaultOutput.OneLine(failure.Error)}");
            if (failure.Error.Remedy.Length > 0)
            {
                writer.WriteLine($"  {failure.Error.Remedy}");
            }
        }
    }
}
