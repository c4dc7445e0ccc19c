using System.Text;
using Sluice.Doctor.Probes.Settings;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Settings;

public sealed class GitSettingsReaderTests : IDisposable
{
    private const string Awkward =
        """
        # comment
        [http]
            proxy = http://a.example:3128   # trailing
            sslVerify
            extraHeader = "quoted # not a comment"
        [HTTP "https://Host.example/"]
            proxy = "with \"quotes\" and \\ \t tab"
            sslCAInfo = one \
        two
        [url "git@host.example:"] insteadOf = https://host.example/
        [url "https://host.example/"]
            insteadOf = git://host.example/
            insteadOf = ssh://host.example/
        [credential]
            helper =
            helper = !f() { echo secret; }; f
        [core]
            sshCommand = ssh -i ~/.ssh/id ; comment
            pager = less
        """;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_is_read_is_what_the_real_git_lists()
    {
        var file = _host.WriteHome(".gitconfig", Awkward + "\n");
        var start = GitCommand.StartInfo(_host.Work, "config", "--file", file, "--list", "-z");
        var expected = Encoding.UTF8.GetString(GitCommand.RunOrFail(start)).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Contains('\n', StringComparison.Ordinal) ? entry.Replace('\n', '=') : entry + "=true");

        var settings = GitConfigText.Parse(file, Awkward, []);

        Assert.Equal(expected, settings.Select(setting => $"{setting.Name}={setting.Value}"));
    }

    [Fact]
    public void Includes_are_followed_and_every_value_knows_its_line()
    {
        _host.WriteHome(".gitconfig", "[http]\n\tproxy = http://first.example\n[include]\n\tpath = more\n[includeIf \"gitdir:~/nowhere/\"]\n\tpath = never\n");
        var more = _host.WriteHome("more", "[http]\n\n\tproxy = http://second.example\n");
        _host.WriteHome("never", "[http]\n\tproxy = http://never.example\n");

        var git = GitSettingsReader.Read(_host.Build());

        Assert.Equal(["http://first.example", "http://second.example"], git.Settings.Select(setting => setting.Value));
        Assert.Equal((more, 3), (git.Settings[1].Origin.File, git.Settings[1].Origin.Line));
    }

    [Fact]
    public void A_conditional_include_counts_below_its_folder()
    {
        Directory.CreateDirectory(Path.Combine(_host.Work, ".git"));
        _host.WriteHome(".gitconfig", $"[includeIf \"gitdir:{Path.GetDirectoryName(_host.Work)}/\"]\n\tpath = more\n");
        _host.WriteHome("more", "[credential]\n\thelper = store\n");

        Assert.Equal("store", Assert.Single(GitSettingsReader.Read(_host.Build()).Settings).Value);
    }

    [Fact]
    public void An_include_of_itself_ends()
    {
        _host.WriteHome(".gitconfig", "[include]\n\tpath = .gitconfig\n");

        Assert.Contains(GitSettingsReader.Read(_host.Build()).Faults, fault => fault.Problem.Contains("includes within", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[http\nproxy = x\n", "malformed section")]
    [InlineData("proxy = x\n", "not in a section")]
    [InlineData("[http]\n9 = x\n", "malformed key")]
    public void What_git_would_refuse_is_kept_as_evidence(string text, string problem)
    {
        _host.WriteHome(".gitconfig", text);

        Assert.Contains(GitSettingsReader.Read(_host.Build()).Faults, fault => fault.Problem == problem);
    }

    [Fact]
    public void Random_text_never_throws()
    {
        var random = Seeded.Random(1);
        const string Alphabet = "[]\"\\=#; \t\nabhttp.-";
        for (var i = 0; i < 5000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            Assert.NotNull(GitConfigText.Parse("f", text, []));
        }
    }
}
