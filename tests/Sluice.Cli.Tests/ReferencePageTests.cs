using Sluice.Doctor.Knowledge;
using Sluice.Server.Configuration;
using Sluice.Server.Http;

namespace Sluice.Cli.Tests;

public sealed class ReferencePageTests
{
    [Fact]
    public void The_reference_page_of_settings_is_up_to_date() => ApprovedText.Check("docs/reference/settings.md", SettingsReference.Render().ReplaceLineEndings("\n"));

    [Fact]
    public void The_reference_page_of_faults_is_up_to_date() => ApprovedText.Check("docs/reference/faults.md", FaultReference.Render());

    [Fact]
    public void The_reference_page_of_findings_is_up_to_date() => ApprovedText.Check("docs/reference/findings.md", FindingReference.Render(KnowledgeBase.BuiltIn));

    [Fact]
    public void The_example_file_of_the_page_is_valid()
    {
        using var fixture = new CliFixture();
        var page = SettingsReference.Render().ReplaceLineEndings("\n");
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var yaml = page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
        var pem = fixture.Write("all.pem", TestPem.Pair);
        foreach (var file in new[] { "/etc/sluice/tls.crt", "/etc/sluice/tls.key", "/etc/ssl/corp-ca.pem", "/run/secrets/mirror-token", "/run/secrets/git-key", "/run/secrets/github-app.pem", "/etc/sluice/known_hosts" })
        {
            Assert.Contains(file, yaml);
            yaml = yaml.Replace(file, pem, StringComparison.Ordinal);
        }

        var name = fixture.Write("sluice.yaml", yaml);
        var result = ConfigurationLoader.Load(
            new ConfigurationInput { ConfigFile = name, Environment = new Dictionary<string, string>(), WorkingDirectory = fixture.Root });

        Assert.Equal([], result.Problems.Select(problem => problem.ToString()));
        Assert.Equal(SettingSchema.Lists.Count, result.Values.Select(value => value.Key.Split('[')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct().Count());
    }
}
