using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class GitAndTrustFixTests : IDisposable
{
    private readonly FixFixture _fixture = new();

    [Fact]
    public async Task Git_reads_what_was_set_and_undo_restores()
    {
        const string Before = "[user]\n\tname = 张三\n[url \"git@a:\"]\n\tinsteadOf = https://a/\n";
        _fixture.Test.WriteHome(".gitconfig", Before);

        var entry = await _fixture.DoAsync(new Fix.SetGitConfig("url.git@a:.insteadOf", "https://b/", FixFixture.Why));

        Assert.Equal("https://a/\nhttps://b/\n", await GitAsync("--get-all", "url.git@a:.insteadOf"));
        await _fixture.UndoAsync(entry);
        Assert.Equal(Before, _fixture.Read(".gitconfig"));
    }

    [Fact]
    public async Task A_single_value_is_replaced_and_a_dead_one_goes()
    {
        _fixture.Test.WriteHome(".gitconfig", "[http]\n\tproxy = http://dead:1\n\tproxy = http://dead:2\n");

        await _fixture.DoAsync(new Fix.SetGitConfig("http.proxy", "http://alive:3128", FixFixture.Why));
        Assert.Equal("http://alive:3128\n", await GitAsync("--get-all", "http.proxy"));
        await _fixture.DoAsync(new Fix.UnsetGitConfig("http.proxy", FixFixture.Why));

        Assert.Null(await GitAsync("--get-all", "http.proxy"));
        Assert.Equal(PlanState.NothingToDo, (await _fixture.PlanAsync(new Fix.UnsetGitConfig("http.proxy", FixFixture.Why))).State);
    }

    [Fact]
    public async Task A_key_that_git_does_not_take_is_refused()
    {
        Assert.Equal(PlanState.ByHand, (await _fixture.PlanAsync(new Fix.SetGitConfig("nosection", "x", FixFixture.Why))).State);
        Assert.False(File.Exists(_fixture.PathOf(".gitconfig")));
    }

    [Fact]
    public async Task An_authority_joins_those_of_the_system_for_go_and_git()
    {
        _fixture.Test.WriteSystem("/etc/ssl/certs/ca-certificates.crt", Pem("CN=Old Root", isAuthority: true));
        var pem = _fixture.Test.WriteHome("corp.pem", Pem("CN=Corp Root", isAuthority: true));

        var plan = await _fixture.PlanAsync(new Fix.TrustAuthority(pem, FixFixture.Why));
        var entry = await _fixture.ApplyAsync(plan);

        var bundle = _fixture.PathOf(".config/sluice/ca-bundle.pem");
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(bundle);
        Assert.Equal(["CN=Old Root", "CN=Corp Root"], trusted.Select(certificate => certificate.Subject));
        Assert.Equal([$"export SSL_CERT_FILE={bundle}"], ManagedBlock.Read(_fixture.Read(".bashrc")));
        Assert.Equal(bundle + "\n", await GitAsync("--get", "http.sslCAInfo"));
        Assert.False(plan.IsHarmless);
        Assert.Contains(plan.Notes, note => note.English.StartsWith("adds CN=Corp Root, SHA-256 ", StringComparison.Ordinal));
        Assert.True((await _fixture.UndoAsync(entry)).IsComplete);
        Assert.False(File.Exists(bundle));
    }

    [Theory]
    [InlineData("a server's certificate", false, "is no authority")]
    [InlineData("no certificate", null, "has no certificate")]
    public async Task What_is_no_authority_is_not_trusted(string name, bool? isAuthority, string reason)
    {
        Assert.NotEmpty(name);
        var pem = _fixture.Test.WriteHome("corp.pem", isAuthority is { } flag ? Pem("CN=x", flag) : "hello\n");

        var plan = await _fixture.PlanAsync(new Fix.TrustAuthority(pem, FixFixture.Why));

        Assert.Equal(PlanState.ByHand, plan.State);
        Assert.Contains(reason, plan.Notes[0].English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostSystem.MacOS, "security add-trusted-cert -r trustRoot -k")]
    [InlineData(HostSystem.Windows, "certutil -user -addstore Root")]
    public async Task Other_systems_have_stores(HostSystem system, string start)
    {
        _fixture.Test.System = system;
        _fixture.Test.Set("USERPROFILE", _fixture.Test.Home);
        var pem = _fixture.Test.WriteHome("corp.pem", Pem("CN=Corp Root", isAuthority: true));

        var plan = await _fixture.PlanAsync(new Fix.TrustAuthority(pem, FixFixture.Why));

        var setting = Assert.IsType<Change.Setting>(Assert.Single(plan.Changes));
        Assert.StartsWith(start, string.Join(' ', setting.Apply), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private static string Pem(string subject, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(1));
        return certificate.ExportCertificatePem() + "\n";
    }

    private Task<string?> GitAsync(params string[] arguments) =>
        _fixture.Programs.ReadAsync(["git", "config", "--global", .. arguments], TestContext.Current.CancellationToken);
}
