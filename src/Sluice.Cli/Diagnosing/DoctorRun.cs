using Sluice.Api;
using Sluice.Cli.Commands;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Redaction;
using Sluice.Doctor.Reports;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Diagnosing;

/// <summary>Collects or reads evidence, judges it, and writes what comes out.</summary>
internal sealed class DoctorRun(CliContext context, KnowledgeBase knowledge, DoctorRequest request)
{
    /// <summary>What a single probe may take, so that one that hangs leaves time for those that build on it.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(9);

    /// <summary>Runs the whole of it.</summary>
    /// <param name="from">A file with evidence; null to collect.</param>
    /// <param name="output">A file for the result; null for stdout.</param>
    /// <param name="format">Its form.</param>
    /// <param name="cancellationToken">Ends collecting; what was found until then is judged.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string? from, string? output, ReportFormat format, CancellationToken cancellationToken)
    {
        var bundle = from is null ? await CollectAsync(cancellationToken) : EvidenceFile.Read(context, from);
        if (bundle is null)
        {
            return ExitCodes.Usage;
        }

        return Show(new Diagnostician(knowledge).Judge(bundle), output, format, cancellationToken);
    }

    /// <summary>Writes a diagnosis where it is wanted.</summary>
    /// <returns>The exit code.</returns>
    public int Show(Diagnosis diagnosis, string? output, ReportFormat format, CancellationToken cancellationToken)
    {
        var staysHere = format == ReportFormat.Text && output is null && context.IsOutTerminal;
        var shown = request.KeepsNames || staysHere ? diagnosis : DiagnosisRedactor.Redact(diagnosis);
        var interrupted = cancellationToken.IsCancellationRequested;
        if (output is null)
        {
            Write(context.Out, context.OutInk, context.Width, shown, format, interrupted);
        }
        else if (!OutputFile.Write(context, output, writer => Write(writer, new Ink(false), context.Width, shown, format, interrupted)))
        {
            return ExitCodes.Usage;
        }

        return interrupted ? ExitCodes.Interrupted : CodeOf(diagnosis.Verdict);
    }

    /// <summary>Collects evidence, with what is being tried on the terminal meanwhile.</summary>
    public async Task<EvidenceBundle> CollectAsync(CancellationToken cancellationToken)
    {
        var options = new DoctorOptions
        {
            ToolVersion = VersionCommand.ProductVersion,
            Modules = request.Modules,
            IsDeep = request.IsDeep,
            Only = request.Probes,
            ProbeBudget = request.IsDeep || request.Limit < ProbeLimit ? request.Limit : ProbeLimit,
            TotalBudget = request.Limit,
            IsSettled = request.IsDeep || request.Probes.Count > 0 ? null : Diagnostician.IsSettled,
        };
        using var progress = context.IsErrorTerminal ? new ProbeProgressLine(context) : null;
        return await context.Tools.CollectEvidenceAsync(options, context, progress is null ? null : progress.Report, cancellationToken);
    }

    public static int CodeOf(Verdict verdict) => verdict switch
    {
        Verdict.Problem => ExitCodes.Problems,
        Verdict.Warnings => ExitCodes.Warnings,
        _ => ExitCodes.Fine,
    };

    private void Write(TextWriter writer, Ink ink, int width, Diagnosis diagnosis, ReportFormat format, bool interrupted)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonOutput.Write(writer, DoctorWire.ToWire(diagnosis, request.Language, interrupted), SluiceJsonContext.Default.DoctorReport);
                break;
            case ReportFormat.Markdown:
                writer.Write(MarkdownReport.Of(diagnosis, request.Language));
                break;
            case ReportFormat.Html:
                writer.Write(HtmlReport.Of(diagnosis, request.Language));
                break;
            default:
                new DoctorOutput(writer, ink, width, request.Language).Write(diagnosis);
                break;
        }
    }
}
