using System.Globalization;
using Sluice.Api.SumDb;

namespace Sluice.Cli.Output;

/// <summary>Prints who has which content of a version, and who is wrong.</summary>
internal static class VerdictOutput
{
    private const string Indent = "            ";

    public static void Write(TextWriter writer, Ink ink, int width, VerdictReport report)
    {
        writer.WriteLine($"{ink.Bold($"{report.Module}@{report.Version}")}: {Title(ink, report.Verdict)}");
        writer.WriteLine();
        var reference = report.Sides.FirstOrDefault(side => side.Zip is not null || side.GoMod is not null);
        foreach (var side in report.Sides)
        {
            WriteSide(writer, ink, width, side, reference);
        }

        writer.WriteLine();
        WriteWrapped(writer, width, report.Explanation, "");
        if (report.Remedy.Length > 0)
        {
            WriteWrapped(writer, width, $"to do: {report.Remedy}", "");
        }
    }

    private static string Title(Ink ink, string verdict) => verdict switch
    {
        "all-agree" => ink.Green("all agree"),
        "undecided" => ink.Yellow("undecided"),
        _ => ink.Red(verdict.Replace('-', ' ')),
    };

    private static void WriteSide(TextWriter writer, Ink ink, int width, VerdictSide side, VerdictSide? reference)
    {
        var has = side.Zip is not null || side.GoMod is not null;
        var mark = side.IsWrong ? ink.Red("✗") : has ? ink.Green("✓") : ink.Dim("–");
        var name = side.RecordId is { } id ? string.Create(CultureInfo.InvariantCulture, $"{side.Name}, record {id}") : side.Name;
        writer.WriteLine($"{mark} {side.Role,-8}  {name}");
        WriteHash(writer, ink, "zip", side.Zip, side == reference ? null : reference?.Zip);
        WriteHash(writer, ink, "go.mod", side.GoMod, side == reference ? null : reference?.GoMod);
        if (side.Error is { } error)
        {
            WriteWrapped(writer, width, error, Indent);
        }
        else if (!has)
        {
            writer.WriteLine($"{Indent}has nothing of it");
        }
    }

    private static void WriteHash(TextWriter writer, Ink ink, string what, string? hash, string? reference)
    {
        if (hash is not null)
        {
            writer.WriteLine($"{Indent}{what,-6}  {(hash == reference ? "the same" : reference is null ? hash : ink.Red(hash))}");
        }
    }

    private static void WriteWrapped(TextWriter writer, int width, string text, string indent)
    {
        foreach (var line in TextWrapping.Wrap(text, Math.Max(40, width - indent.Length)))
        {
            writer.WriteLine(indent + line);
        }
    }
}
