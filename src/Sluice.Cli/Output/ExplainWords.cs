using System.Globalization;
using Sluice.Doctor.Findings;

namespace Sluice.Cli.Output;

/// <summary>The words around findings, in both languages.</summary>
internal sealed record ExplainWords
{
    private static readonly ExplainWords English = new()
    {
        Module = "module",
        Host = "host",
        Url = "URL",
        Request = "request id",
        Seen = "seen",
        Reason = "reason",
        Helps = "What helps",
        Explains = "Explains",
        ToProve = "To prove it",
        Possible = "possibly",
        NoProblem = "no problem found",
        Actors = ["for the developer", "for whoever runs the proxy", "for the network team", "for the module's author", "for the host's owner"],
    };

    private static readonly ExplainWords Chinese = new()
    {
        Module = "模块",
        Host = "主机",
        Url = "URL",
        Request = "请求 ID",
        Seen = "出现",
        Reason = "原因",
        Helps = "解决办法",
        Explains = "可一并解释",
        ToProve = "验证方法",
        Possible = "可能",
        NoProblem = "没有发现问题",
        Actors = ["由开发者处理", "由代理管理员处理", "由网络团队处理", "由模块作者处理", "由主机所有者处理"],
    };

    public required string Module { get; init; }

    public required string Host { get; init; }

    public required string Url { get; init; }

    public required string Request { get; init; }

    public required string Seen { get; init; }

    public required string Reason { get; init; }

    public required string Helps { get; init; }

    public required string Explains { get; init; }

    public required string ToProve { get; init; }

    public required string Possible { get; init; }

    public required string NoProblem { get; init; }

    public required IReadOnlyList<string> Actors { get; init; }

    private bool IsChinese => ReferenceEquals(this, Chinese);

    public static ExplainWords In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary><c>12 times, first in line 17 of build.log</c>.</summary>
    public string Times(long count, long line, string source) => IsChinese
        ? string.Create(CultureInfo.InvariantCulture, $"{count} 次，首次在 {source} 第 {line} 行")
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 1 ? "once, in" : $"{count} times, first in")} line {line} of {source}");

    public string Others(int count) => IsChinese
        ? string.Create(CultureInfo.InvariantCulture, $"等 {count + 1} 个")
        : string.Create(CultureInfo.InvariantCulture, $"and {HumanText.Count(count, "other")}");

    public string Probe(string id) => IsChinese ? $"探测 {id}" : $"probe {id}";

    /// <summary><c>2 problems, 1 warning in 120 lines of build.log</c>.</summary>
    public string Summary(int problems, int warnings, long lines, string source)
    {
        if (IsChinese)
        {
            var parts = new[] { problems > 0 ? $"{problems} 个问题" : "", warnings > 0 ? $"{warnings} 个警告" : "" };
            return string.Create(CultureInfo.InvariantCulture, $"{source}（{lines} 行）：{string.Join("，", parts.Where(part => part.Length > 0))}");
        }

        var counts = new[] { problems > 0 ? HumanText.Count(problems, "problem") : "", warnings > 0 ? HumanText.Count(warnings, "warning") : "" };
        return $"{string.Join(", ", counts.Where(part => part.Length > 0))} in {HumanText.Count(lines, "line")} of {source}";
    }

    /// <summary>Behind <see cref="NoProblem"/>: how much was read.</summary>
    public string Read(long lines, string source) => IsChinese
        ? string.Create(CultureInfo.InvariantCulture, $"（{source}，{lines} 行）")
        : $" in {HumanText.Count(lines, "line")} of {source}";

    public string Unlisted(long count) => IsChinese ? $"另有 {count} 项未列出" : $"and {count} more that are not listed";
}
