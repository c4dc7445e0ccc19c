using System.Text.Json;
using Sluice.Api;

namespace Sluice.Cli.Tests.Commands;

public sealed class DoctorExplainTests
{
    private const string Refused = """
        #9 2.114 go: downloading github.com/pkg/errors v0.9.1
        #9 2.211 go: github.com/acme/lib@v1.8.0: Get "https://mirror.bank.example/github.com/acme/lib/@v/v1.8.0.mod": dial tcp: lookup mirror.bank.example on 127.0.0.11:53: no such host
        #9 2.213 go: github.com/acme/app@v1.0.0: unrecognized import path "github.com/acme/app": https fetch: Get "https://github.com/acme/app?go-get=1": x509: certificate signed by unknown authority
        #9 ERROR: process "/bin/sh -c go mod download" did not complete successfully: exit code: 1

        """;

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_log_is_explained_with_the_root_cause_first(string language)
    {
        using var fixture = new CliFixture();
        fixture.Write("build.log", Refused);

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("doctor", "explain", "--lang", language, "build.log"));

        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/doctor-explain-{language}.txt", fixture.Out.ToString());
        Assert.Equal("", fixture.Error.ToString());
    }

    [Theory]
    [InlineData("go: downloading rsc.io/quote v1.5.2\n", ExitCodes.Fine, "clean")]
    [InlineData("", ExitCodes.Fine, "clean")]
    [InlineData("go: rsc.io/quote@v1.5.2: reading https://p.example/rsc.io/quote/@v/v1.5.2.mod: 403 Forbidden\n", ExitCodes.Problems, "problem")]
    [InlineData("go: module github.com/golang/protobuf is deprecated: Use another.\n", ExitCodes.Warnings, "problem")]
    public async Task The_exit_code_and_the_verdict_tell_problems_warnings_and_none(string text, int code, string verdict)
    {
        using var fixture = new CliFixture { Input = text };

        Assert.Equal(code, await fixture.RunAsync("doctor", "explain", "--format", "json"));

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.ExplainReport)!;
        Assert.Equal(("sluice.explain/1", verdict, "stdin"), (report.Schema, report.Verdict, report.Source));
        Assert.All(report.Findings, finding => Assert.Equal(verdict == "clean", finding.Severity == "benign"));
    }

    [Fact]
    public async Task Json_has_subject_line_and_fixes()
    {
        using var fixture = new CliFixture { Input = Refused };

        await fixture.RunAsync("doctor", "explain", "--format", "json", "-");

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.ExplainReport)!;
        var first = report.Findings[0];
        Assert.Equal(("dns.nxdomain", "fatal", 1L, 2L, "github.com/acme/lib", "mirror.bank.example"), (first.Code, first.Severity, first.Count, first.Line, first.Module, first.Host));
        Assert.Contains(first.Fixes, fix => fix.Command == "nslookup mirror.bank.example");
        Assert.Equal(["vcs.import-meta"], report.Findings[1].Explains);
    }

    [Theory]
    [InlineData("LC_ALL", "zh_CN.UTF-8", "没有发现问题")]
    [InlineData("LANG", "zh_TW.UTF-8", "没有发现问题")]
    [InlineData("LANG", "de_DE.UTF-8", "no problem found")]
    public async Task The_locale_chooses_the_language(string variable, string locale, string words)
    {
        using var fixture = new CliFixture { Input = "Building\n" };
        fixture.Variables[variable] = locale;

        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("doctor", "explain"));

        Assert.Contains(words, fixture.Out.ToString());
    }

    [Fact]
    public async Task A_team_adds_its_own_findings()
    {
        using var fixture = new CliFixture { Input = "go: corp.example/a@v1.0.0: Get \"https://m.corp.example/corp.example/a/@v/v1.0.0.info\": Quota of team exceeded\n" };
        fixture.Write(
            "own/quota.yaml",
            """
            - code: corp.quota
              severity: fatal
              actor: proxy-admin
              title: { en: 'the quota of {host} is used up', zh: '{host} 的配额已用完' }
              patterns: [quota of team exceeded]
            """);

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("doctor", "explain", "--knowledge", "own"));

        Assert.Contains("the quota of m.corp.example is used up  corp.quota", fixture.Out.ToString());
    }

    [Fact]
    public async Task Mistakes_in_own_findings_are_named_with_their_lines()
    {
        using var fixture = new CliFixture();
        fixture.Write("own/bad.yaml", "- code: Corp\n- code: corp.x\n  title: t\n  colour: red\n  patterns:\n    - { text: ab }\n");

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("doctor", "explain", "--knowledge", "own"));

        var errors = fixture.Error.ToString();
        Assert.Contains("bad.yaml:1: \"Corp\" is no code", errors);
        Assert.Contains("bad.yaml:4: there is no key `colour` here", errors);
        Assert.Contains("bad.yaml:6: a text has at least three characters", errors);
    }

    [Fact]
    public async Task A_missing_file_is_a_usage_error()
    {
        using var fixture = new CliFixture();

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("doctor", "explain", "nothing.log"));

        Assert.Equal("nothing.log: this file does not exist\n", fixture.Error.ToString());
    }

    [Fact]
    public async Task A_stopped_reading_explains_what_it_has_read()
    {
        using var fixture = new CliFixture { Input = Refused };
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await fixture.RunAsync(stop.Token, "doctor", "explain", "--format", "json"));

        Assert.True(JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.ExplainReport)!.Interrupted);
    }
}
