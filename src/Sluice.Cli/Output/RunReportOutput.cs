using Sluice.Doctor;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Output;

/// <summary>Writes a recording for people: the waterfall, then what follows from it, the cause of a failure last, where eyes are.</summary>
/// <param name="writer">Where to.</param>
/// <param name="ink">Colours.</param>
/// <param name="width">The terminal's columns; null where there is none: then nothing is cut or wrapped, so that logs can be searched.</param>
internal sealed class RunReportOutput(TextWriter writer, Ink ink, int? width)
{
    /// <summary>Rows of the waterfall unless all are wanted.</summary>
    public const int MaxRows = 20;

    private const int LeastMs = 1;

    public void Write(RunRecording recording, bool listsAll)
    {
        var sum = recording.Summary;
        writer.WriteLine();
        writer.WriteLine(ink.Bold($"sluice run: {string.Join(' ', recording.Command)}"));
        writer.WriteLine($"exit code {recording.ExitCode}, {HumanText.Duration(recording.DurationMs)}: {HumanText.Duration(sum.NetworkMs)} waiting for requests, "
            + $"{HumanText.Duration(sum.VersionControlMs)} for version control alone, {HumanText.Duration(sum.OwnMs)} neither");
        writer.WriteLine($"GOPROXY={recording.Settings.GoProxy} ({recording.Settings.GoProxyOrigin}), GOSUMDB={recording.Settings.GoSumDb}");
        foreach (var note in recording.Settings.Notes)
        {
            WriteWrapped("not recorded: ", note);
        }

        WriteWaterfall(recording, listsAll);
        WriteSources(sum);
        WriteSlowest(sum);
        WriteList("When nothing moved", recording.Stalls.Select(stall => $"at {HumanText.Duration(stall.StartMs)} for {HumanText.Duration(stall.DurationMs)}: {stall.Text}"));
        WriteList("What failed over", sum.FailOvers.Select(change => $"{HumanText.Count(change.Count, "request")} from {change.From} to {change.To}: {change.Reason} ({change.Example})"));
        WriteList("Failures", recording.Requests.Where(request => request.IsFailure || request.Outcome is RequestOutcome.Unfinished).Take(MaxRows).Select(Failure));
        WriteList("What would have been faster", sum.Advice);
        WriteOutput(recording.Output);
        WriteCause(recording);
    }

    private static string Failure(RecordedRequest request) =>
        $"#{request.Number} {request.Source}/{request.Path}: {request.Error ?? (request.Outcome == RequestOutcome.Unfinished ? $"no end of the answer when the command ended, after {HumanText.Duration(request.DurationMs)}" : $"status {request.Status}")}";

    private void WriteWaterfall(RunRecording recording, bool listsAll)
    {
        var rows = new RunWaterfall(recording.DurationMs, width).Rows(recording, listsAll ? int.MaxValue : MaxRows);
        var sum = recording.Summary;
        WriteHeading($"{HumanText.Count(sum.Requests, "request")}: {sum.Absent} absent, {sum.Failed} failed, {sum.Repeats} asked again, {HumanText.Size(sum.SizeBytes)}");
        if (recording.UnlistedRequests > 0)
        {
            writer.WriteLine($"and {recording.UnlistedRequests} more, which are not listed");
        }

        if (rows.Count == 0)
        {
            writer.WriteLine("  nothing came through the recording proxy: all was in the module cache, or went past it");
            return;
        }

        if (sum.Requests + recording.Processes.Count > rows.Count)
        {
            writer.WriteLine(ink.Dim($"  the {rows.Count} that took longest or went wrong; --all lists every one"));
        }

        foreach (var row in rows)
        {
            writer.WriteLine(row.IsBad ? ink.Red(row.Text) : row.IsAbsent ? ink.Dim(row.Text) : row.Text);
        }

        writer.WriteLine(ink.Dim("  d dns  c tcp  t tls  = first byte  # transfer  % version control"));
        var phases = sum.Phases.Where(phase => phase.TotalMs >= LeastMs).ToArray();
        if (phases.Length > 0)
        {
            writer.WriteLine($"  summed: {string.Join(", ", phases.Select(phase => $"{phase.Name} {HumanText.Duration(phase.TotalMs)}"))}; most: {phases.MaxBy(phase => phase.TotalMs)!.Name}");
        }
    }

    private void WriteSources(RunSummary sum)
    {
        if (sum.Sources.Count > 0)
        {
            WriteHeading("Sources");
            TextTable.Write(writer, [.. sum.Sources.Select(source => (IReadOnlyList<string>)
                [$"  {source.Source}", HumanText.Count(source.Requests, "request"), $"{source.Absent} absent", $"{source.Failed} failed", $"busy {HumanText.Duration(source.BusyMs)}"])], 1, 2, 3);
        }
    }

    private void WriteSlowest(RunSummary sum)
    {
        if (sum.Slowest.Count > 0)
        {
            WriteHeading("Slowest modules");
            TextTable.Write(writer, [.. sum.Slowest.Select(module => (IReadOnlyList<string>)
                [$"  {HumanText.Duration(module.BusyMs)}", HumanText.Size(module.SizeBytes), $"mostly {module.Phase}", module.Module])], 0, 1);
        }
    }

    private void WriteOutput(RunOutput output)
    {
        if (output.Lines.Count == 0)
        {
            return;
        }

        WriteHeading("What it said");
        foreach (var line in output.Lines.Take(MaxRows))
        {
            var severity = line.Severity.ToString().ToLowerInvariant();
            var count = line.Count > 1 ? $", {line.Count} times" : "";
            writer.WriteLine(Paint(line.Severity, $"  {severity,-8} line {line.Number}{count}: [{line.Code}]{(line.Title.Length == 0 || line.Title == line.Code ? "" : " " + line.Title)}"));
            writer.WriteLine($"           {Printable(line.Text)}");
        }
    }

    private void WriteCause(RunRecording recording)
    {
        if (recording.Output.Cause is not { } cause)
        {
            return;
        }

        WriteHeading($"Why it failed: {cause.Title} [{cause.Code}]");
        WriteWrapped("  ", cause.Meaning);
        foreach (var fix in cause.Fixes)
        {
            writer.WriteLine($"  fix: {fix}");
        }
    }

    private void WriteList(string heading, IEnumerable<string> lines)
    {
        var isFirst = true;
        foreach (var line in lines)
        {
            if (isFirst)
            {
                WriteHeading(heading);
                isFirst = false;
            }

            WriteWrapped("  ", line);
        }
    }

    private void WriteWrapped(string start, string text)
    {
        var first = start;
        foreach (var line in width is null ? [text] : TextWrapping.Wrap(text, Math.Max(40, width.Value - start.Length)))
        {
            writer.WriteLine(first + line);
            first = new string(' ', Math.Min(start.Length, 4));
        }
    }

    private void WriteHeading(string heading)
    {
        writer.WriteLine();
        writer.WriteLine(ink.Bold(heading));
    }

    private string Paint(Severity severity, string text) => severity switch
    {
        Severity.Fatal => ink.Red(text),
        Severity.Warning => ink.Yellow(text),
        _ => ink.Dim(text),
    };

    /// <summary>Control characters of the command's output do nothing to the terminal here.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
