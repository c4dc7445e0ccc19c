using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Settings;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Modules;

public sealed class ModuleProbeTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private FakeUpstream _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n\ngo 1.16\n"));
        fixture.Add("example.com/m", "v1.1.0", ("go.mod", "// Deprecated: use v2.\nmodule example.com/m\n\ngo 1.22.0\n\ntoolchain go1.22.3\n\nretract v1.0.0 // broken\n"));
        fixture.Add("example.com/m/v2", "v2.0.0", ("go.mod", "module example.com/m/v2\n"));
        _upstream = await FakeUpstream.StartAsync(fixture);
        _host.Set("GOPROXY", _upstream.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Retraction_deprecation_and_the_next_major_are_found()
    {
        var module = await AskAsync("example.com/m@v1.0.0");

        Assert.Equal((Tri.Yes, Tri.Yes, "broken"), (module.Exists, module.IsRetracted, module.RetractionReason));
        Assert.Equal(("use v2.", "v1.1.0", 2), (module.Deprecation, module.Latest, module.VersionCount));
        Assert.Equal(["example.com/m/v2"], module.OtherMajors);
        Assert.Equal(("1.16", "example.com/m"), (module.GoVersion, module.DeclaredPath));
    }

    [Fact]
    public async Task The_toolchain_line_of_the_latest_is_read()
    {
        var module = await AskAsync("example.com/m");

        Assert.Equal(("v1.1.0", "1.22.0", "go1.22.3", Tri.No), (module.ResolvedVersion, module.GoVersion, module.Toolchain, module.IsRetracted));
    }

    [Fact]
    public async Task An_unknown_version_of_a_known_module_does_not_exist() => Assert.Equal(Tri.No, (await AskAsync("example.com/m@v1.9.0")).Exists);

    [Fact]
    public async Task An_outage_proves_nothing()
    {
        _upstream.On("example.com/m/@v/v1.0.0.info", Behaviours.Status(503));

        Assert.Equal(Tri.NotChecked, (await AskAsync("example.com/m@v1.0.0")).Exists);
    }

    [Theory]
    [InlineData("example.com/m@v2.0.0", "v2.0.0 cannot be a version of a path that ends in \"no major suffix\"")]
    [InlineData("example.com/m/v2@v1.0.0", "v1.0.0 cannot be a version of a path that ends in \"/v2\"")]
    public async Task A_version_that_its_path_cannot_have_is_told(string name, string problem) => Assert.Equal(problem, (await AskAsync(name)).VersionProblem);

    [Fact]
    public async Task Nothing_is_asked_of_a_proxy_for_a_private_module()
    {
        _host.Set("GOPRIVATE", "example.com");
        _host.WriteWork("go.mod", "module main\n\nrequire example.com/m v1.0.0\n\nreplace example.com/m => ../m\n");

        var module = await AskAsync("example.com/m@v1.0.0");

        Assert.True(module is { SkipsProxy: true, SkipsSumDb: true, Source: null });
        Assert.Empty(_upstream.Requests);
        Assert.Equal(("main", "v1.0.0", "../m"), (module.MainModule!.Path, module.MainModule.RequiredVersion, module.MainModule.ReplacedBy));
    }

    [Fact]
    public async Task What_is_no_path_says_why() => Assert.NotNull((await AskAsync("nodots/m")).PathProblem);

    private Task<ModuleEvidence> AskAsync(string name)
    {
        var net = new Net(_host);
        return new ModuleProbe(net.Host, net.Http).CollectAsync(ModuleTarget.Parse(name), GoSettingsReader.Read(net.Host), TestContext.Current.CancellationToken).OrFail();
    }
}
