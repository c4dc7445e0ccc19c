using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Reports;

/// <summary>The words around findings, in both languages.</summary>
/// <param name="language">The language.</param>
public sealed class ReportWords(Language language)
{
    private static readonly BilingualText[] ActorTexts =
        [new("the developer", "开发者"), new("whoever runs the module proxy", "模块代理管理员"), new("the network team", "网络团队"), new("the module's author", "模块作者"), new("the host's owner", "主机所有者")];

    private static readonly BilingualText[] ConfidenceTexts = [new("possible", "可能"), new("likely", "很可能"), new("proven", "已证实")];

    private static readonly BilingualText[] ReasonTexts =
    [
        new("", "未要求检查"), new("", "不需要"), new("", "依赖的前一步没有成功"), new("", "超出单项时间限制"), new("", "超出总时间限制"), new("", "已被用户停止"), new("", "本系统不支持"), new("", "缺少程序"), new("", "没有权限"), new("", "检查本身失败"),
    ];

    /// <summary>The title of a report.</summary>
    public string Report => In("Sluice doctor", "Sluice 诊断报告");

    /// <summary>Heading over findings.</summary>
    public string Findings => In("Findings", "诊断结果");

    /// <summary>Heading over what was looked at.</summary>
    public string Checks => In("What was checked", "检查项");

    /// <summary>Heading over what was not.</summary>
    public string NotChecked => In("Not checked", "未检查");

    /// <summary>Heading over evidence.</summary>
    public string Evidence => In("Evidence", "证据");

    /// <summary>Heading over fixes.</summary>
    public string Fixes => In("What helps", "解决办法");

    /// <summary>Heading over symptoms.</summary>
    public string Explains => In("Explains", "可一并解释");

    /// <summary>Label of who must act.</summary>
    public string Actor => In("to be done by", "处理人");

    /// <summary>Label of the detail.</summary>
    public string Reason => In("reason", "原因");

    /// <summary>Heading over the time line.</summary>
    public string TimeLine => In("Time line", "时间线");

    /// <summary>Heading over the comparison of resolvers.</summary>
    public string Comparison => In("DNS compared", "DNS 对比");

    /// <summary>Column heads of the comparison.</summary>
    public IReadOnlyList<string> ComparisonHeads => IsChinese ? ["域名", "解析器", "方式", "类型", "结果", "耗时"] : ["name", "resolver", "by", "type", "answer", "time"];

    /// <summary>Label of the modules asked for.</summary>
    public string Modules => In("asked for", "检查对象");

    /// <summary>Where no module was asked for.</summary>
    public string SetUp => In("the set-up of this machine", "本机环境");

    /// <summary>Label of when and with what.</summary>
    public string Collected => In("collected", "采集时间");

    /// <summary>What redaction did.</summary>
    public string Redacted => In("Private names are pseudonyms.", "私有名称已用代号替换。");

    private bool IsChinese => language == Language.Chinese;

    /// <summary>Who must act.</summary>
    public string NameOf(Actor actor) => ActorTexts[(int)actor].In(language);

    /// <summary>How sure.</summary>
    public string NameOf(Confidence confidence) => ConfidenceTexts[(int)confidence].In(language);

    /// <summary>How bad.</summary>
    public string NameOf(Severity severity) => severity == Severity.Fatal ? In("fatal", "致命") : In("warning", "警告");

    /// <summary>Why something was not checked.</summary>
    public string BecauseOf(NotChecked notChecked) => IsChinese ? ReasonTexts[(int)notChecked.Reason].Chinese : notChecked.Because;

    /// <summary>The verdict in a sentence.</summary>
    public string Summary(Rules.Diagnosis diagnosis)
    {
        var problems = diagnosis.Findings.Count(finding => finding.Severity == Severity.Fatal);
        var warnings = diagnosis.Findings.Count - problems;
        if (diagnosis.Findings.Count == 0)
        {
            return In("nothing is wrong", "没有发现问题");
        }

        var parts = IsChinese
            ? new[] { problems > 0 ? FormattableString.Invariant($"{problems} 个问题") : "", warnings > 0 ? FormattableString.Invariant($"{warnings} 个警告") : "" }
            : [problems > 0 ? Count(problems, "problem") : "", warnings > 0 ? Count(warnings, "warning") : ""];
        return string.Join(IsChinese ? "，" : ", ", parts.Where(part => part.Length > 0));
    }

    private static string Count(int number, string what) => FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private string In(string english, string chinese) => IsChinese ? chinese : english;
}
