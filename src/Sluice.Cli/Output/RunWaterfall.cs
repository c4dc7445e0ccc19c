using System.Globalization;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Output;

/// <summary>Rows with bars, all to one scale.</summary>
/// <param name="totalMs">What the whole bar stands for.</param>
/// <param name="width">Columns; null to cut nothing.</param>
internal sealed class RunWaterfall(double totalMs, int? width)
{
    private const string Marks = "dct=#";
    private const int LeastBar = 10;

    /// <summary>Number, status, size, time and the blanks between.</summary>
    private const int FixedColumns = 39;
    private const int MostBar = 60;
    private const int PlainWidth = 120;

    private readonly int _bar = Math.Clamp((((width ?? PlainWidth) - FixedColumns) / 2) - LeastBar, LeastBar, MostBar);

    /// <summary>Rows in order of time.</summary>
    /// <param name="recording">What happened.</param>
    /// <param name="most">When there are more, those that went wrong and the longest are taken.</param>
    public IReadOnlyList<WaterfallRow> Rows(RunRecording recording, int most)
    {
        var rows = recording.Requests.Select(Row).Concat(recording.Processes.Select(Row)).ToList();
        if (rows.Count > most)
        {
            rows = [.. rows.OrderByDescending(row => row.IsBad).ThenByDescending(row => row.DurationMs).Take(most)];
        }

        return [.. rows.OrderBy(row => row.StartMs)];
    }

    private WaterfallRow Row(RecordedRequest request)
    {
        var bar = new char[_bar];
        Array.Fill(bar, '.');
        foreach (var hop in request.Hops)
        {
            var at = hop.StartMs;
            for (var i = 0; i < Marks.Length; i++)
            {
                var length = RunAnalysis.Phases[i].Of(hop);
                Draw(bar, Marks[i], at, length);
                at += length ?? 0;
            }
        }

        var status = request.Outcome == RequestOutcome.Answered ? request.Status.ToString(CultureInfo.InvariantCulture) : WordOf(request.Outcome);
        var extras = string.Concat(
            request.Attempt > 1 ? $" (time {request.Attempt})" : "",
            request.Hops.Count > 1 ? $" ({HumanText.Count(request.Hops.Count - 1, "redirect")})" : "",
            request.Cache is null ? "" : $" [{request.Cache}]");
        var what = request.Asked.Kind is "sumdb" or "other" ? $"{request.Asked.Kind} {request.Asked.Name}" : $"{request.Asked.Kind} {(request.Asked.Kind is "list" or "latest" ? request.Asked.Module : request.Asked.Name)}";
        var isBad = request.IsFailure || request.Outcome is RequestOutcome.Unfinished;
        var text = Line(request.Number, status, HumanText.Size(request.SizeBytes), request.DurationMs, bar, $"{what}{extras}  {HostOf(request.Source)}");
        return new WaterfallRow(text, request.StartMs, request.DurationMs, isBad, request.IsAbsent);
    }

    private WaterfallRow Row(RecordedProcess process)
    {
        var bar = new char[_bar];
        Array.Fill(bar, '.');
        Draw(bar, '%', process.StartMs, process.DurationMs);
        var peer = process.Peer is null ? "" : $"  {process.Peer}";
        return new WaterfallRow(Line(process.Id, process.Name, "", process.DurationMs, bar, $"{process.Command}{peer}"), process.StartMs, process.DurationMs, false, false);
    }

    private string Line(int number, string status, string size, double durationMs, char[] bar, string what)
    {
        var line = $"  {number,4}  {(status.Length > 6 ? status[..6] : status),-6}  {size,8}  {HumanText.Duration(durationMs),9}  {new string(bar)}  {what}";
        return width is not { } columns || line.Length <= columns ? line : line[..Math.Max(0, columns - 1)] + "…";
    }

    private void Draw(char[] bar, char mark, double startMs, double? lengthMs)
    {
        if (lengthMs is not { } length || totalMs <= 0)
        {
            return;
        }

        var from = Math.Clamp((int)(startMs / totalMs * bar.Length), 0, bar.Length - 1);
        var to = Math.Clamp((int)Math.Ceiling((startMs + length) / totalMs * bar.Length), from + 1, bar.Length);
        for (var i = from; i < to; i++)
        {
            bar[i] = mark;
        }
    }

    private static string WordOf(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Failed => "failed",
        RequestOutcome.CutShort => "cut",
        RequestOutcome.Abandoned => "left",
        _ => "open",
    };

    private static string HostOf(string source) => Uri.TryCreate(source, UriKind.Absolute, out var url) ? url.Authority : source;
}

/// <summary>A row.</summary>
/// <param name="Text">As printed.</param>
/// <param name="StartMs">Its place in time.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="IsBad">It went wrong.</param>
/// <param name="IsAbsent">404 or 410.</param>
internal sealed record WaterfallRow(string Text, double StartMs, double DurationMs, bool IsBad, bool IsAbsent);
