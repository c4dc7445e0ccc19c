using System.Globalization;
using Sluice.Doctor;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Lookups;

namespace Sluice.Cli.Output;

/// <summary>Prints what resolvers say of a name: conclusions first, then the table.</summary>
internal static class DnsOutput
{
    private const int MaxAddresses = 2;

    public static void Write(Page page, DnsReport report)
    {
        var ink = page.Ink;
        var mark = report.Severity switch { Severity.Benign => ink.Green("✓"), Severity.Warning => ink.Yellow("!"), _ => ink.Red("✗") };
        foreach (var conclusion in report.Conclusions)
        {
            page.Line($"{mark} {page.Say(conclusion)}");
        }

        foreach (var fix in report.Fixes)
        {
            page.Line($"  {ink.Dim("$")} {fix}");
        }

        page.Heading("This machine", "本机");
        var grid = new Grid();
        var addresses = report.System.Addresses.Count > 0 ? string.Join(' ', report.System.Addresses) : report.System.Error ?? report.System.Outcome.ToString();
        grid.Add(page.Say("resolves to", "解析为"), addresses, new Cell(HumanText.Duration(report.System.TookMs), ink.Dim));
        foreach (var entry in report.HostsFile)
        {
            grid.Add(page.Say("hosts file", "hosts 文件"), entry.Address, new Cell(page.Say($"line {entry.Line}", $"第 {entry.Line} 行"), ink.Dim));
        }

        grid.Write(page.Writer);
        foreach (var kind in report.Rows.GroupBy(row => row.Kind))
        {
            var (english, chinese) = kind.Key switch
            {
                ResolverKind.Configured => ("Configured resolvers", "已配置的解析器"),
                ResolverKind.Public => ("Public resolvers", "公共解析器"),
                _ => ("Over HTTPS", "经 HTTPS"),
            };
            page.Heading(english, chinese);
            WriteRows(page, kind);
        }

        WriteWalk(page, report.Delegation);
    }

    private static void WriteRows(Page page, IEnumerable<DnsRow> rows)
    {
        var grid = new Grid(4, 5);
        foreach (var row in rows)
        {
            var rest = row.Addresses.Count > MaxAddresses ? string.Create(CultureInfo.InvariantCulture, $" +{row.Addresses.Count - MaxAddresses}") : "";
            var (word, paint) = Verdict(page, row.Verdict);
            grid.Add(
                $"{row.Resolver} {row.Owner}".TrimEnd(),
                row.Transport.ToString().ToUpperInvariant(),
                row.Type,
                string.Join(' ', row.Addresses.Take(MaxAddresses)) + rest,
                row.TtlSeconds is { } ttl ? string.Create(CultureInfo.InvariantCulture, $"{ttl} s") : "",
                HumanText.Duration(row.TookMs),
                new Cell(word + (row.Sent > 1 ? page.Say($", asked {row.Sent} times", $"，询问 {row.Sent} 次") : "") + (row.Problem is null ? "" : $" ({row.Problem})"), paint));
        }

        grid.Write(page.Writer);
    }

    private static void WriteWalk(Page page, DelegationEvidence? walk)
    {
        if (walk is null)
        {
            return;
        }

        page.Heading("From the root", "从根服务器开始");
        var grid = new Grid(2);
        foreach (var step in walk.Steps)
        {
            var answer = step.ReferredTo is { } next ? page.Say($"refers to {next}", $"转给 {next}") : string.Join(' ', step.Query.Records.Select(record => record.Data).DefaultIfEmpty(step.Query.Problem ?? step.Query.Rcode ?? step.Query.Outcome.ToString()));
            grid.Add(step.Zone, step.Server, HumanText.Duration(step.Query.TookMs), answer);
        }

        grid.Write(page.Writer);
        page.Line($"  {(walk.Problem is { } problem ? page.Ink.Red(problem) : page.Ink.Green(string.Join(' ', walk.Addresses)))}");
    }

    private static (string Word, Func<string, string> Paint) Verdict(Page page, DnsVerdict verdict) => verdict switch
    {
        DnsVerdict.Fine => (page.Say("fine", "正常"), page.Ink.Green),
        DnsVerdict.Slow => (page.Say("slow", "慢"), page.Ink.Yellow),
        DnsVerdict.PointsInside => (page.Say("points inside", "指向内部地址"), page.Ink.Red),
        DnsVerdict.Denies => (page.Say("denies a name that others have", "否认其他解析器有的域名"), page.Ink.Red),
        DnsVerdict.NoSuchName => (page.Say("no such name", "没有该域名"), page.Ink.Yellow),
        DnsVerdict.NoAddress => (page.Say("no address", "没有地址"), page.Ink.Yellow),
        DnsVerdict.Silent => (page.Say("silent", "无应答"), page.Ink.Red),
        DnsVerdict.Unreachable => (page.Say("unreachable", "不可达"), page.Ink.Red),
        DnsVerdict.Refuses => (page.Say("refuses", "拒绝"), page.Ink.Red),
        _ => (page.Say("broken answer", "应答损坏"), page.Ink.Red),
    };
}
