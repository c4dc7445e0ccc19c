using Sluice.Api.SumDb;
using Sluice.Modules.SumDb;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Output;

/// <summary>Prints about the gateway's own checksum database.</summary>
internal static class SumDbOutput
{
    /// <summary>Tells what was made, and who needs which lines of it. Never the secret key.</summary>
    /// <param name="context">Where to print.</param>
    /// <param name="settings">For the gateway's address.</param>
    /// <param name="key">The public key.</param>
    /// <param name="reference">The setting that says where the secret is.</param>
    /// <param name="url">How clients reach the gateway; null to guess.</param>
    public static void WriteInit(CliContext context, GatewaySettings settings, NoteVerifierKey key, string reference, string? url)
    {
        var writer = context.Out;
        var ink = context.OutInk;
        var gateway = (url ?? GuessUrl(settings)).TrimEnd('/');
        writer.WriteLine($"{ink.Green("made")} the checksum database {ink.Bold(key.Name)} in {settings.DataDirectory}");
        writer.WriteLine();
        writer.WriteLine(ink.Bold("Verifier key:"));
        writer.WriteLine($"  {key}");
        writer.WriteLine();
        writer.WriteLine(ink.Bold("On the gateway, in sluice.yaml:"));
        writer.WriteLine("  sumlog:");
        writer.WriteLine($"    name: {key.Name}");
        writer.WriteLine($"    {reference}");
        writer.WriteLine();
        writer.WriteLine(ink.Bold("On each client:"));
        writer.WriteLine($"  go env -w GOPROXY={gateway}");
        writer.WriteLine($"  go env -w GOSUMDB=\"{key} {gateway}/sumdb/{key.Name}\"");
        writer.WriteLine("  go env -u GOPRIVATE GONOSUMDB");
        writer.WriteLine();
        writer.WriteLine("A client has one GOSUMDB. It covers public modules too with `match: \"*\"` below");
        writer.WriteLine("`sumlog`: docs/operations/sumdb.md says what that means.");
        context.Say("Keep a copy of the secret where the data is not: without it the database takes no new versions.");
    }

    public static void Write(TextWriter writer, Ink ink, SumDbShowReport report)
    {
        TextTable.Write(
            writer,
            [
                ["database", report.Name],
                ["verifier key", report.VerifierKey],
                ["size", HumanText.Count(report.Size, "record")],
                ["tree hash", report.Hash],
                .. report.HeadTime is { } time ? new[] { new[] { "signed", HumanText.Time(time) } } : [],
            ]);
        foreach (var entry in report.Entries)
        {
            writer.WriteLine();
            writer.WriteLine($"{entry.Id} {ink.Bold($"{entry.Module}@{entry.Version}")}");
            writer.WriteLine($"  {entry.H1}");
            writer.WriteLine($"  {entry.GoModH1} (go.mod)");
        }

        if (report.Next is { } next)
        {
            writer.WriteLine();
            writer.WriteLine($"there are more: --from {next}");
        }
    }

    public static void Write(TextWriter writer, Ink ink, SumDbVerifyReport report)
    {
        var verdict = report.ProblemCount == 0 ? ink.Green("all is well") : ink.Red(HumanText.Count(report.ProblemCount, "problem"));
        writer.WriteLine(
            $"{report.Name}: checked {HumanText.Count(report.Size, "record")} and {HumanText.Count(report.Tiles, "tile")} in {HumanText.Duration(report.DurationMs)}: {verdict}");
        foreach (var problem in report.Problems)
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold(problem.Where));
            writer.WriteLine($"  {problem.Message}");
        }

        if (report.ProblemCount > report.Problems.Count)
        {
            writer.WriteLine();
            writer.WriteLine($"and {report.ProblemCount - report.Problems.Count} more");
        }
    }

    /// <summary>The first address, if it has a host; a gateway that listens everywhere has a name that only its people know.</summary>
    private static string GuessUrl(GatewaySettings settings)
    {
        var address = settings.Listen[0];
        var scheme = settings.Tls is null ? "http" : "https";
        var rest = address.Contains("://", StringComparison.Ordinal) ? address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..] : address;
        return $"{scheme}://{(rest.StartsWith(':') ? "HOST" : "")}{rest}{settings.BasePath}";
    }
}
