using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Go;

public sealed class PrivateTests
{
    [Fact]
    public async Task No_upstream_hears_of_a_private_module_and_the_developer_reads_why_it_is_not_there()
    {
        using var scratch = new TempDirectory();
        var fixture = new ModuleFixture();
        fixture.Add("corp.example/team/lib", "v1.0.0", ("go.mod", "module corp.example/team/lib\n"), ("lib.go", "package lib\n"));
        fixture.Add("example.com/public", "v1.0.0", ("go.mod", "module example.com/public\n"), ("public.go", "package public\n"));
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        var options = new SluiceOptions(scratch["data"], upstream.Url) { Configuration = "private: corp.example\n" };
        await using var gateway = await SluiceProcess.StartAsync(options);
        using var project = new GoProject(gateway.Url);

        var listed = await project.RunAsync("list -m -versions corp.example/team/lib");
        var got = await project.RunAsync("get corp.example/team/lib@latest");
        var found = await project.RunAsync("get example.com/public@latest");

        Assert.True(found.ExitCode == 0, found.ToString());
        Assert.NotEqual(0, listed.ExitCode);
        Assert.NotEqual(0, got.ExitCode);
        Assert.Contains("server response:", got.Errors, StringComparison.Ordinal);
        Assert.Contains("[vcs.discovery-failed]", got.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(upstream.Requests, request => request.RawTarget.Contains("corp.example", StringComparison.Ordinal));
    }
}
