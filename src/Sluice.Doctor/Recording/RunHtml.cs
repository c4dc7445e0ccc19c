using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Doctor.Recording;

/// <summary>Writes a recording as a page: one file, no scripts, nothing loaded from elsewhere. Everything that came from outside is escaped.</summary>
public static class RunHtml
{
    private const string Style =
        """
        body{font:14px/1.45 system-ui,sans-serif;margin:2rem;color:#1c1c1c;background:#fff}
        h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:1.8rem}code,td.path{font-family:ui-monospace,monospace;font-size:12px}
        table{border-collapse:collapse;width:100%}td,th{padding:2px 8px;text-align:left;white-space:nowrap;border-bottom:1px solid #eee}
        td.n{text-align:right}td.bar{width:45%;min-width:20rem}td.path{max-width:30rem;overflow:hidden;text-overflow:ellipsis}
        .lane{position:relative;height:12px;background:#f6f6f6}.lane i{position:absolute;top:0;height:12px;min-width:1px}
        .dns{background:#0f8f8f}.tcp{background:#e08a1e}.tls{background:#9b59b6}.wait{background:#3aa655}.recv{background:#2d7dd2}.vcs{background:#777}.stall{background:#f4c7c3}
        .bad td{color:#b00020}.absent td{color:#888}.key i{display:inline-block;width:12px;height:12px;margin:0 4px 0 12px;vertical-align:middle}
        .fatal{color:#b00020}.warning{color:#9a6700}.benign{color:#666}
        """;

    /// <summary>Writes the page.</summary>
    public static string Write(RunRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var html = new StringBuilder();
        var command = string.Join(' ', recording.Command);
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Text(command)).Append("</title>\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1><code>{Text(command)}</code></h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{recording.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Duration(recording.DurationMs)}, exit code {recording.ExitCode}.<br>");
        html.Append(CultureInfo.InvariantCulture, $"GOPROXY <code>{Text(recording.Settings.GoProxy)}</code> ({Text(recording.Settings.GoProxyOrigin)}), GOSUMDB <code>{Text(recording.Settings.GoSumDb)}</code></p>\n");
        WriteList(html, "Not recorded", recording.Settings.Notes);
        WriteCause(html, recording.Output);
        WriteSums(html, recording);
        WriteList(html, "What would have been faster", recording.Summary.Advice);
        WriteList(html, "When nothing moved", [.. recording.Stalls.Select(stall => $"at {Duration(stall.StartMs)} for {Duration(stall.DurationMs)}: {stall.Text}")]);
        WriteWaterfall(html, recording);
        return html.Append("</body></html>\n").ToString();
    }

    private static void WriteCause(StringBuilder html, RunOutput output)
    {
        if (output.Cause is { } cause)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2 class=\"fatal\">{Text(cause.Title)} [{Text(cause.Code)}]</h2>\n<p>{Text(cause.Meaning)}</p>\n");
            WriteList(html, null, cause.Fixes);
        }

        if (output.Lines.Count == 0)
        {
            return;
        }

        html.Append("<h2>What the command said</h2>\n<table>\n");
        foreach (var line in output.Lines)
        {
            var severity = line.Severity.ToString().ToLowerInvariant();
            html.Append(CultureInfo.InvariantCulture, $"<tr class=\"{severity}\"><td class=\"n\">{line.Number}</td><td>{severity}</td><td>{Text(line.Code)}</td><td class=\"path\">{Text(line.Text)}</td></tr>\n");
        }

        html.Append("</table>\n");
    }

    private static void WriteSums(StringBuilder html, RunRecording recording)
    {
        var sum = recording.Summary;
        html.Append("<h2>Where the time went</h2>\n<table><tr><th>stage<th>time</tr>\n");
        Row(html, ["waiting for requests", Duration(sum.NetworkMs)]);
        Row(html, ["version control alone", Duration(sum.VersionControlMs)]);
        Row(html, ["neither", Duration(sum.OwnMs)]);
        html.Append("</table>\n<h2>Sources</h2>\n<table><tr><th>source<th>requests<th>404, 410<th>failed<th>busy</tr>\n");
        foreach (var source in sum.Sources)
        {
            Row(html, [source.Source, Number(source.Requests), Number(source.Absent), Number(source.Failed), Duration(source.BusyMs)]);
        }

        html.Append("</table>\n<h2>Slowest modules</h2>\n<table><tr><th>module<th>requests<th>time<th>bytes<th>mostly</tr>\n");
        foreach (var module in sum.Slowest)
        {
            Row(html, [module.Module, Number(module.Requests), Duration(module.BusyMs), Number(module.SizeBytes), module.Phase]);
        }

        html.Append("</table>\n");
    }

    private static void WriteWaterfall(StringBuilder html, RunRecording recording)
    {
        html.Append("<h2>Waterfall</h2>\n<p class=\"key\">");
        foreach (var (name, style) in new[] { ("DNS", "dns"), ("TCP", "tcp"), ("TLS", "tls"), ("first byte", "wait"), ("transfer", "recv"), ("version control", "vcs") })
        {
            html.Append(CultureInfo.InvariantCulture, $"<i class=\"{style}\"></i>{name}");
        }

        html.Append("</p>\n<table><tr><th>#<th>source<th>what<th>status<th>bytes<th>cache<th>time<th></tr>\n");
        var total = Math.Max(1, recording.DurationMs);
        foreach (var request in recording.Requests)
        {
            var mark = request.IsFailure || request.Outcome is RequestOutcome.Abandoned or RequestOutcome.Unfinished ? " class=\"bad\"" : request.IsAbsent ? " class=\"absent\"" : "";
            var status = request.Outcome == RequestOutcome.Answered ? Number(request.Status) : request.Outcome.ToString().ToLowerInvariant();
            html.Append(CultureInfo.InvariantCulture, $"<tr{mark} title=\"{Text(request.Error ?? "")}\"><td class=\"n\">{request.Number}</td><td>{Text(request.Source)}</td><td class=\"path\">{Text(request.Path)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{status}{(request.Attempt > 1 ? $" (time {request.Attempt})" : "")}</td><td class=\"n\">{request.SizeBytes}</td><td>{Text(request.Cache ?? "")}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Duration(request.DurationMs)}</td><td class=\"bar\"><div class=\"lane\">{Bars(request, total)}</div></td></tr>\n");
        }

        foreach (var process in recording.Processes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"n\">{process.Id}</td><td>{Text(process.Name)}</td><td class=\"path\">{Text(process.Command)}</td><td></td><td></td><td>{Text(process.Peer ?? "")}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Duration(process.DurationMs)}</td><td class=\"bar\"><div class=\"lane\">{Bar("vcs", process.StartMs, process.DurationMs, total)}</div></td></tr>\n");
        }

        html.Append("</table>\n");
    }

    private static string Bars(RecordedRequest request, double total)
    {
        var bars = new StringBuilder();
        foreach (var hop in request.Hops)
        {
            var at = hop.StartMs;
            foreach (var (style, length) in new[] { ("dns", hop.DnsMs), ("tcp", hop.ConnectMs), ("tls", hop.TlsMs), ("wait", hop.WaitMs), ("recv", hop.ReceiveMs) })
            {
                bars.Append(length is { } some ? Bar(style, at, some, total) : "");
                at += length ?? 0;
            }
        }

        return bars.ToString();
    }

    private static string Bar(string style, double start, double length, double total) => string.Create(
        CultureInfo.InvariantCulture, $"<i class=\"{style}\" style=\"left:{100 * start / total:0.###}%;width:{100 * length / total:0.###}%\" title=\"{style} {length:0.0} ms\"></i>");

    private static void WriteList(StringBuilder html, string? title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        html.Append(title is null ? "" : $"<h2>{Text(title)}</h2>\n").Append("<ul>\n");
        foreach (var line in lines)
        {
            html.Append("<li>").Append(Text(line)).Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    private static void Row(StringBuilder html, IEnumerable<string> cells) => html.Append("<tr>").AppendJoin("", cells.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Duration(double milliseconds) =>
        milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
