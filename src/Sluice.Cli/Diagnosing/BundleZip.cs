using System.IO.Compression;
using System.Text;
using Sluice.Api;
using Sluice.Cli.Output;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Reports;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Diagnosing;

/// <summary>Writes a diagnosis with its evidence as a zip.</summary>
internal static class BundleZip
{
    private const int TextWidth = 100;

    public static void Write(Stream stream, Diagnosis diagnosis, Language language)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, diagnosis, EvidenceFile.EntryName, EvidenceJson.Write(diagnosis.Bundle));
        Add(zip, diagnosis, "report.txt", Encoding.UTF8.GetBytes(Text(writer => new DoctorOutput(writer, new Ink(false), TextWidth, language).Write(diagnosis))));
        Add(zip, diagnosis, "report.json", Encoding.UTF8.GetBytes(Text(writer => JsonOutput.Write(writer, DoctorWire.ToWire(diagnosis, language, interrupted: false), SluiceJsonContext.Default.DoctorReport))));
        Add(zip, diagnosis, "report.md", Encoding.UTF8.GetBytes(MarkdownReport.Of(diagnosis, language)));
        Add(zip, diagnosis, "report.html", Encoding.UTF8.GetBytes(HtmlReport.Of(diagnosis, language)));
    }

    private static void Add(ZipArchive zip, Diagnosis diagnosis, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = diagnosis.Bundle.CollectedAt;
        using var target = entry.Open();
        target.Write(content);
    }

    private static string Text(Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
