using System.Reflection;
using Sluice.Core.Faults;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Tests.Knowledge;

public sealed class KnowledgeBaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-knowledge-").FullName;

    [Fact]
    public void Every_code_of_the_register_has_an_entry() => Assert.Equal(FindingCodes.All, KnowledgeBase.BuiltIn.Entries.Select(entry => entry.Code));

    [Fact]
    public void Every_text_exists_in_both_languages() => Assert.All(KnowledgeBase.BuiltIn.Entries, entry =>
    {
        BilingualText[] texts = [entry.Title, entry.Meaning, entry.Evidence, entry.Fix, .. entry.Fixes.Select(fix => fix.Why)];
        Assert.All(texts, text =>
        {
            Assert.True(text.English.Length > 0 && text.Chinese.Length > 0, $"{entry.Code}: a text is missing");
            Assert.DoesNotContain(text.English, c => c is >= '\u4e00' and <= '\u9fff');
            Assert.Contains(text.Chinese, c => c is >= '\u4e00' and <= '\u9fff');
        });
    });

    [Fact]
    public void Every_problem_has_something_that_helps_and_a_probe() => Assert.All(
        KnowledgeBase.BuiltIn.Entries.Where(entry => entry.Severity > Severity.Benign), entry => Assert.True(entry.Fixes.Count > 0 && entry.Probe is not null, entry.Code.Id));

    [Fact]
    public void Only_known_placeholders_are_used() => Assert.All(KnowledgeBase.BuiltIn.Entries, entry =>
    {
        var finding = KnowledgeBase.BuiltIn.Complete(new Finding { Code = entry.Code, Severity = entry.Severity });
        string[] texts = [finding.Title.English, finding.Title.Chinese, finding.Meaning.English, .. finding.Fixes.Select(fix => FixCommands.LineOf(fix, Shell.Posix) ?? fix.Why.Chinese)];
        Assert.All(texts, text => Assert.DoesNotContain('{', text));
    });

    /// <summary>Whatever a gateway of Sluice answers, the doctor knows what it means.</summary>
    [Fact]
    public void Every_fault_of_the_gateway_is_known()
    {
        var faults = typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<FaultCode>().Select(fault => fault.Id).ToArray();

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.True(KnowledgeBase.BuiltIn.CodeOfFault(fault) is not null, fault));
    }

    [Fact]
    public void A_team_changes_texts_and_adds_patterns_to_what_is_known()
    {
        Write("a.yaml", "- code: dns.nxdomain\n  title: { en: ask the network desk, zh: 请联系网络组 }\n  patterns: [our resolver says no]\n");

        var result = KnowledgeLoader.Load(_folder);

        Assert.Empty(result.Problems);
        var entry = result.Base!.Find(FindingCodes.DnsNxdomain)!;
        var known = KnowledgeBase.BuiltIn.Find(FindingCodes.DnsNxdomain)!;
        Assert.Equal(("ask the network desk", known.Meaning, known.Actor, known.Patterns.Count + 1), (entry.Title.English, entry.Meaning, entry.Actor, entry.Patterns.Count));
    }

    [Theory]
    [InlineData("code: dns.nxdomain", ":1: a file of the knowledge base is a list")]
    [InlineData("- title: x", ":1: `code` is missing")]
    [InlineData("- code: corp.x", ":1: `title` is missing; corp.x is a new code")]
    [InlineData("- code: corp.x\n  title: t\n  severity: bad", ":3: `severity` is one of benign, warning, fatal, not \"bad\"")]
    [InlineData("- code: corp.x\n  title: t\n  patterns:\n    - { text: abc, in: [nowhere] }", ":4: there is no place \"nowhere\"; known are lookup, dial")]
    [InlineData("- code: corp.x\n  title: t\n  patterns:\n    - { text: abc, status: 404 }", ":4: a pattern has exactly one of")]
    [InlineData("- code: corp.x\n  title: t\n  patterns:\n    - { status: many }", ":4: a status is a number or a range")]
    [InlineData("- code: corp.x\n  title: t\n  fixes:\n    - { why: because }", ":4: a fix has exactly one of")]
    [InlineData("- code: corp.x\n  title: t\n  fixes:\n    - { go-env: GOPROXY, why: because }", ":4: `go-env` is NAME=VALUE")]
    [InlineData("- code: [", "this is not YAML")]
    public void Mistakes_are_named_with_file_and_line(string content, string expected)
    {
        var file = Write("bad.yaml", content);

        var result = KnowledgeLoader.Load(_folder);

        Assert.Null(result.Base);
        Assert.Contains(result.Problems, problem => problem.ToString().StartsWith(file, StringComparison.Ordinal) && problem.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_problem() => Assert.Equal(
        ["this folder does not exist"], KnowledgeLoader.Load(Path.Combine(_folder, "none")).Problems.Select(problem => problem.Message));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }
}
