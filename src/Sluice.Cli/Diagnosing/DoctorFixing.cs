using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Diagnosing;

/// <summary>
/// Diagnoses, fixes, and diagnoses again: what was hidden behind the first cause shows up then, and is fixed in turn. The exit code is that of the machine as it is in the
/// end.
/// </summary>
internal sealed class DoctorFixing(CliContext context, KnowledgeBase knowledge, DoctorRequest request, FixMode mode)
{
    /// <summary>Causes lie behind one another three or four deep at most: proxy, name, certificate, database.</summary>
    private const int MaxRounds = 4;

    /// <summary>Runs the whole of it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(DoctorRun run, string? output, ReportFormat format, CancellationToken cancellationToken)
    {
        var host = context.OpenHost(context);
        var diagnosis = await DiagnoseAsync(host, cancellationToken);
        var shown = run.Show(diagnosis, output, format, cancellationToken);
        if (shown is ExitCodes.Usage or ExitCodes.Interrupted || diagnosis.Findings.Count == 0)
        {
            return shown;
        }

        var dialogue = new FixDialogue(context, request.Language);
        var tried = new HashSet<(FindingCode, Subject)>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var findings = diagnosis.Findings.Where(finding => tried.Add((finding.Code, finding.Subject))).Select(finding => FixAdviser.Advise(finding, diagnosis.Bundle)).ToList();
            if (findings.Count == 0)
            {
                break;
            }

            var fixing = new FixRun(host, dialogue, mode, ReprobeAsync);
            var report = await fixing.RunAsync(findings, cancellationToken);
            host = fixing.Host;
            if (!report.Steps.Any(step => step.JournalId is not null))
            {
                break;
            }

            diagnosis = await DiagnoseAsync(host, cancellationToken);
        }

        Conclude(diagnosis);
        return DoctorRun.CodeOf(diagnosis.Verdict);
    }

    private async Task<Diagnosis> DiagnoseAsync(DoctorHost host, CancellationToken cancellationToken)
    {
        var bundle = await new DoctorRun(context with { Variables = host.Environment }, knowledge, request).CollectAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new Diagnostician(knowledge).Judge(bundle);
    }

    /// <summary>A finding is gone when the same is not found of the same any more.</summary>
    private async Task<Tri> ReprobeAsync(Finding finding, DoctorHost host, CancellationToken cancellationToken)
    {
        var now = await DiagnoseAsync(host, cancellationToken);
        return now.Findings.Any(other => other.Code == finding.Code && other.Subject.Host == finding.Subject.Host && other.Subject.Module == finding.Subject.Module) ? Tri.No : Tri.Yes;
    }

    private void Conclude(Diagnosis diagnosis)
    {
        if (mode == FixMode.DryRun)
        {
            return;
        }

        var page = new Page(context.Error, context.ErrorInk, request.Language);
        page.Line();
        page.Line(diagnosis.Findings.Count == 0
            ? page.Ink.Green(page.Say("now everything works", "现在一切正常"))
            : page.Ink.Yellow(page.Say($"still there: {string.Join(", ", diagnosis.Findings.Select(finding => finding.Code.Id).Distinct())}", $"仍然存在：{string.Join("、", diagnosis.Findings.Select(finding => finding.Code.Id).Distinct())}")));
    }
}
