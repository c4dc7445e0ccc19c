using Sluice.Api.Store;

namespace Sluice.Cli.Output;

/// <summary>Prints where versions came from.</summary>
internal static class OriginsOutput
{
    /// <summary>Digits of a commit that people read.</summary>
    private const int ShortHash = 12;

    public static void Write(TextWriter writer, Ink ink, StoreOriginsReport report, int total)
    {
        var changed = report.Origins.Count(origin => origin.State != "present");
        writer.WriteLine($"{HumanText.Count(total, "version")} from repositories: {(changed == 0 ? ink.Green("all origins are as they were") : ink.Red($"{changed} moved or lost"))}");
        foreach (var origin in report.Origins)
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold($"{origin.Module}@{origin.Version}"));
            writer.WriteLine($"  {Verdict(origin)}");
            writer.WriteLine($"  {origin.Vcs} {origin.Url}{(origin.Ref is null ? "" : $" {origin.Ref}")}");
            writer.WriteLine($"  commit {origin.Hash}, first seen {HumanText.Time(origin.FirstSeen)}");
        }
    }

    private static string Verdict(StoredOrigin origin) => origin.State switch
    {
        "moved" => $"moved: the tag is commit {Short(origin.HashNow ?? "")} now, noticed {HumanText.Time(origin.Since)}",
        "lost" => $"lost: no longer at its origin, noticed {HumanText.Time(origin.Since)}",
        _ => "present",
    };

    private static string Short(string hash) => hash[..Math.Min(ShortHash, hash.Length)];
}
