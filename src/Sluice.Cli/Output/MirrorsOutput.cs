using System.Globalization;
using Sluice.Doctor.Mirrors;

namespace Sluice.Cli.Output;

/// <summary>Prints module proxies side by side: what to set first, then the measurements.</summary>
internal static class MirrorsOutput
{
    public static void Write(Page page, MirrorsReport report)
    {
        var ink = page.Ink;
        if (report.Advice is { } advice)
        {
            page.Line($"go env -w {ink.Bold($"'GOPROXY={advice.GoProxy}'")}");
            foreach (var reason in advice.Reasons)
            {
                page.Line($"  {page.Say(reason)}");
            }
        }
        else
        {
            page.Line(ink.Red(page.Say("no module proxy answers from here", "没有一个模块代理可用")));
        }

        page.Heading($"{report.Module}@{report.Version}, {HumanText.Count(report.Rounds, "round")}", $"{report.Module}@{report.Version}，{report.Rounds} 轮");
        var grid = new Grid(1, 2, 3, 4, 5, 6, 7);
        Cell Head(string english, string chinese) => new(page.Say(english, chinese), ink.Dim);
        grid.Add("", Head("success", "成功率"), Head("DNS", "DNS"), Head("TCP", "TCP"), Head("TLS", "TLS"), Head("first byte", "首字节"), Head("MB/s", "MB/s"), Head("extra", "额外连接"));
        foreach (var mirror in report.Mirrors)
        {
            var percent = string.Create(CultureInfo.InvariantCulture, $"{mirror.SuccessPercent:0} %");
            grid.Add(
                (mirror.IsConfigured ? "* " : "  ") + mirror.Url,
                new Cell(percent, mirror.SuccessPercent >= 100 ? ink.Green : mirror.SuccessPercent > 0 ? ink.Yellow : ink.Red),
                Ms(mirror.DnsMs),
                Ms(mirror.TcpMs),
                Ms(mirror.TlsMs),
                Ms(mirror.FirstByteMs),
                mirror.BytesPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed / 1_000_000:0.0}") : "–",
                mirror.ExtraConnections.ToString(CultureInfo.InvariantCulture));
        }

        grid.Write(page.Writer, "");
        foreach (var mirror in report.Mirrors)
        {
            foreach (var note in Notes(page, mirror))
            {
                page.Line($"  {mirror.Url}: {note}");
            }
        }

        page.Line(ink.Dim(page.Say("* in GOPROXY now; extra: connections beyond one a request; medians in milliseconds over requests that went through; a failed request is never repeated", "* 当前 GOPROXY 中的代理；额外连接：每个请求一次之外的连接；毫秒为成功请求的中位数；失败的请求不会重试")));
    }

    private static IEnumerable<string> Notes(Page page, MirrorResult mirror)
    {
        foreach (var problem in mirror.Requests.Where(request => request.Problem is not null).GroupBy(request => page.Say(request.Problem!)))
        {
            yield return problem.Count() == 1 ? problem.Key : $"{problem.Count()} × {problem.Key}";
        }

        foreach (var host in mirror.Requests.Select(request => request.RedirectedTo).OfType<string>().Distinct())
        {
            yield return page.Say($"zips from {host}", $"zip 来自 {host}");
        }
    }

    private static string Ms(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0}") : "–";
}
