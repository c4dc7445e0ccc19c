using System.Globalization;
using Sluice.Api.Store;

namespace Sluice.Cli.Output;

/// <summary>Prints reports about the store.</summary>
internal static class StoreOutput
{
    public static void Write(TextWriter writer, Ink ink, StoreVerifyReport report)
    {
        writer.WriteLine(
            $"checked {HumanText.Count(report.Artefacts, "file")} of {HumanText.Count(report.Modules, "module")} ({HumanText.Size(report.SizeBytes)}) in {HumanText.Duration(report.DurationMs)}: {Verdict(ink, report.Problems)}");
        WriteProblems(writer, ink, report.Problems);
    }

    public static void Write(TextWriter writer, Ink ink, StoreImportReport report)
    {
        writer.WriteLine($"{report.From} ({report.Kind})");
        writer.WriteLine(
            $"{HumanText.Count(report.Imported, "version")} imported ({HumanText.Size(report.SizeBytes)}), {report.AlreadyStored} stored already, in {HumanText.Duration(report.DurationMs)}: {Verdict(ink, report.Problems)}");
        WriteProblems(writer, ink, report.Problems);
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
        if (report is { OldestWrittenAt: { } oldest, NewestWrittenAt: { } newest })
        {
            rows.Add(["written", $"{HumanText.Time(oldest)} to {HumanText.Time(newest)}"]);
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

    private static string Verdict(Ink ink, IReadOnlyList<StoreProblem> problems) =>
        problems.Count == 0 ? ink.Green("all is well") : ink.Red(HumanText.Count(problems.Count, "problem"));

    private static void WriteProblems(TextWriter writer, Ink ink, IReadOnlyList<StoreProblem> problems)
    {
        foreach (var problem in problems)
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold(problem.Artefact));
            writer.WriteLine($"  {problem.Code}: {problem.Message}");
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
