using System.Globalization;
using Sluice.Api.Store;

namespace Sluice.Cli.Output;

/// <summary>Prints reports about the store.</summary>
internal static class StoreOutput
{
    public static void Write(TextWriter writer, Ink ink, StoreVerifyReport report)
    {
        var hashes = report.HashesWritten > 0 ? $", {HumanText.Count(report.HashesWritten, "missing hash", "missing hashes")} recorded" : "";
        writer.WriteLine(
            $"checked {HumanText.Count(report.Artefacts, "file")} ({HumanText.Size(report.SizeBytes)}) in {HumanText.Duration(report.DurationMs)}{hashes}: {Verdict(ink, report.ProblemCount)}{Healed(ink, report)}");
        if (report.VouchedFor + report.Unverified > 0)
        {
            writer.WriteLine($"{HumanText.Count(report.VouchedFor, "hash", "hashes")} vouched for by a checksum database{Unverified(ink, report.Unverified)}");
        }

        WriteProblems(writer, ink, report.Problems, report.ProblemCount);
    }

    public static void Write(TextWriter writer, Ink ink, StoreImportReport report)
    {
        writer.WriteLine($"{report.From} ({report.Kind}): {HumanText.Count(report.Versions, "version")}");
        writer.WriteLine(
            $"{HumanText.Count(report.ImportedFiles, "file")} imported ({HumanText.Size(report.SizeBytes)}), {report.AlreadyStoredFiles} stored already, in {HumanText.Duration(report.DurationMs)}: {Verdict(ink, report.ProblemCount)}");
        WriteProblems(writer, ink, report.Problems, report.ProblemCount);
    }

    public static void Write(TextWriter writer, Ink ink, StoreStatisticsReport report)
    {
        List<string[]> rows =
        [
            ["directory", report.Directory],
            ["modules", Number(report.Modules)],
            ["versions", Number(report.Versions)],
            ["zips", Number(report.Zips)],
            ["documents", Number(report.Documents)],
            ["size", HumanText.Size(report.SizeBytes)],
        ];
        if (report.LastWrittenAt is { } last)
        {
            rows.Add(["written", HumanText.Time(last)]);
        }

        TextTable.Write(writer, rows);
        if (report.Largest.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine(ink.Bold("Largest modules:"));
        TextTable.Write(
            writer,
            [.. report.Largest.Select(module => new[] { $"  {HumanText.Size(module.SizeBytes)}", HumanText.Count(module.Versions, "version"), module.Module })],
            0,
            1);
    }

    private static string Verdict(Ink ink, long problems) => problems == 0 ? ink.Green("all is well") : ink.Red(HumanText.Count(problems, "problem"));

    private static string Healed(Ink ink, StoreVerifyReport report) => report.Healed == 0 ? "" : ", " + ink.Green($"{report.Healed} healed");

    private static string Unverified(Ink ink, long count) => count == 0 ? "" : ", " + ink.Yellow($"{count} could not be compared now");

    private static void WriteProblems(TextWriter writer, Ink ink, IReadOnlyList<StoreProblem> problems, long count)
    {
        foreach (var problem in problems)
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold(problem.Artefact));
            writer.WriteLine($"  {problem.Code}: {problem.Message}");
            if (problem.Healing is { } healing)
            {
                writer.WriteLine($"  {(problem.IsHealed ? ink.Green("healed") : ink.Red("not healed"))}: {healing}");
            }
        }

        if (count > problems.Count)
        {
            writer.WriteLine();
            writer.WriteLine($"and {count - problems.Count} more");
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
