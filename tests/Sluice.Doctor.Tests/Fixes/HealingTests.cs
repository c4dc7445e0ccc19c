using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Tests.Fixes;

/// <summary>Each breaks one thing, sees the real go command fail, fixes, sees it work, takes the fix back, and sees it fail again.</summary>
public sealed class HealingTests
{
    private static readonly BilingualText Why = FixFixture.Why;

    [Fact]
    public Task A_dead_proxy_in_the_file_of_go_env() => HealAsync(world =>
    {
        world.GoEnv("GOPROXY=http://127.0.0.1:9\n");
        return [new Fix.SetGoVariable("GOPROXY", world.Proxy, Why)];
    });

    [Fact]
    public Task A_list_that_is_misspelled() => HealAsync(world =>
    {
        world.GoEnv("GOPROXY=goproxy;direct\n");
        return [new Fix.SetGoVariable("GOPROXY", world.Proxy, Why)];
    });

    [Fact]
    public Task A_switched_off_proxy() => HealAsync(world =>
    {
        world.GoEnv("GOPROXY=off\n");
        return [new Fix.SetGoVariable("GOPROXY", world.Proxy + ",direct", Why)];
    });

    [Fact]
    public Task A_broken_proxy_before_a_good_one_with_a_comma_between() => HealAsync(world =>
    {
        world.GoEnv($"GOPROXY=http://127.0.0.1:9,{world.Proxy}\n");
        return [new Fix.SetGoVariable("GOPROXY", $"http://127.0.0.1:9|{world.Proxy}", Why)];
    });

    [Fact]
    public Task A_line_of_the_shell_that_hides_the_file() => HealAsync(world =>
    {
        world.Test.WriteHome(".bashrc", "export GOPROXY=http://127.0.0.1:9\n");
        world.Test.Set("GOPROXY", "http://127.0.0.1:9");
        return [new Fix.SetGoVariable("GOPROXY", world.Proxy, Why)];
    });

    [Fact]
    public Task Flags_that_go_does_not_know() => HealAsync(world =>
    {
        world.GoEnv($"GOFLAGS=-nonsense\nGOPROXY={world.Proxy}\n");
        return [new Fix.UnsetGoVariable("GOFLAGS", Why)];
    });

    [Fact]
    public Task Modules_that_are_switched_off() => HealAsync(world =>
    {
        world.GoEnv($"GO111MODULE=off\nGOPROXY={world.Proxy}\n");
        return [new Fix.UnsetGoVariable("GO111MODULE", Why)];
    });

    [Fact]
    public Task A_cache_where_nothing_can_be_written() => HealAsync(world =>
    {
        world.GoEnv($"GOMODCACHE=/proc/nowhere\nGOPROXY={world.Proxy}\n");
        return [new Fix.UnsetGoVariable("GOMODCACHE", Why)];
    });

    [Fact]
    public Task A_checksum_database_that_cannot_be_reached() => HealAsync(world =>
    {
        world.Test.Environment.Remove("GONOSUMDB");
        world.GoEnv($"GOPROXY={world.Proxy}\nGOSUMDB=sum.golang.org http://127.0.0.1:9\n");
        return [new Fix.SetGoVariable("GONOSUMDB", "example.com/*", Why)];
    });

    [Fact]
    public Task A_dead_HTTP_proxy_in_the_environment() => HealAsync(world =>
    {
        world.Test.WriteSystem("/etc/hosts", $"127.0.0.1 localhost {BrokenWorld.Name}\n");
        world.Test.WriteHome(".profile", "export HTTP_PROXY=http://127.0.0.1:9\n");
        world.Test.Set("HTTP_PROXY", "http://127.0.0.1:9");
        world.GoEnv($"GOPROXY={world.NamedProxy}\n");
        return [new Fix.UnsetShellVariable("HTTP_PROXY", Why)];
    });

    [Fact]
    public Task A_host_that_the_HTTP_proxy_cannot_reach() => HealAsync(world =>
    {
        world.Test.WriteSystem("/etc/hosts", $"127.0.0.1 localhost {BrokenWorld.Name}\n");
        world.Test.Set("HTTP_PROXY", "http://127.0.0.1:9");
        world.GoEnv($"GOPROXY={world.NamedProxy}\n");
        return [new Fix.ExemptFromProxy(BrokenWorld.Name, Why)];
    });

    [Fact]
    public Task A_name_that_nobody_resolves() => HealAsync(world =>
    {
        world.GoEnv($"GOPROXY={world.NamedProxy}\n");
        return [new Fix.SetHostsEntry(BrokenWorld.Name, "127.0.0.1", 60, Why)];
    });

    [Fact]
    public async Task A_hijacked_line_of_the_hosts_file()
    {
        var (names, address) = BrokenWorld.StartNames();
        await using var server = names;
        await HealAsync(world =>
        {
            world.Test.WriteSystem("/etc/hosts", $"127.0.0.1 localhost\n127.0.0.9 {BrokenWorld.Name}\n").WriteSystem("/etc/resolv.conf", $"nameserver {address}\n");
            world.GoEnv($"GOPROXY={world.NamedProxy}\n");
            return [new Fix.RemoveHostsEntries(BrokenWorld.Name, Why)];
        });
    }

    [Fact]
    public async Task A_name_server_that_does_not_answer()
    {
        var (names, address) = BrokenWorld.StartNames();
        await using var server = names;
        await HealAsync(world =>
        {
            world.GoEnv($"GOPROXY={world.NamedProxy}\n");
            return [new Fix.SetNameServers(address, Why)];
        });
    }

    [Fact]
    public Task An_authority_that_is_not_known() => HealAsync(world =>
    {
        world.GoEnv($"GOPROXY={world.SecureProxy}\n");
        return [new Fix.TrustAuthority(world.Test.WriteHome("lab.pem", world.Authority.ExportCertificatePem() + "\n"), Why)];
    });

    [Fact]
    public Task A_repository_that_only_another_address_has() => HealAsync(async world =>
    {
        var repository = await MakeRepositoryAsync(world);
        return [new Fix.SetGitConfig($"url.file://{repository}.insteadOf", "https://git.lab.test/lib", Why)];
    });

    [Fact]
    public Task A_rewriting_of_addresses_that_leads_nowhere() => HealAsync(async world =>
    {
        var repository = await MakeRepositoryAsync(world);
        world.Test.WriteHome(".gitconfig", $"[url \"file://{repository[..^"lib.git".Length]}\"]\n\tinsteadOf = https://git.lab.test/\n[url \"file:///nowhere\"]\n\tinsteadOf = https://git.lab.test/lib\n");
        return [new Fix.UnsetGitConfig("url.file:///nowhere.insteadOf", Why)];
    });

    [Fact]
    public Task A_broken_zip_in_the_cache() => HealAsync(
        async world =>
        {
            await world.Cache.FillAsync();
            var zip = world.Cache["cache/download/example.com/one/@v/v1.0.0.zip"];
            await File.WriteAllBytesAsync(zip, (await File.ReadAllBytesAsync(zip))[..^30], TestContext.Current.CancellationToken);
            await RemoveExtractedAsync(world);
            world.GoEnv($"GOPROXY={world.Proxy}\n");
            return [new Fix.RemoveFromCache("example.com/one", "v1.0.0", Why)];
        },
        canBeTakenBack: false);

    [Fact]
    public Task A_go_mod_in_the_cache_that_is_none() => HealAsync(
        async world =>
        {
            await world.Cache.FillAsync();
            await File.WriteAllTextAsync(world.Cache["cache/download/example.com/one/@v/v1.0.0.mod"], "<html>", TestContext.Current.CancellationToken);
            world.GoEnv($"GOPROXY={world.Proxy}\n");
            return [new Fix.RemoveFromCache("example.com/one", "v1.0.0", Why)];
        },
        canBeTakenBack: false);

    [Fact]
    public Task A_wrong_line_of_go_sum() => HealAsync(
        async world =>
        {
            await world.Cache.FillAsync();
            const string Wrong = "example.com/one v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
            world.Test.WriteWork("go.sum", Wrong + "\n");
            world.Module = "example.com/one";
            world.GoEnv($"GOPROXY={world.Proxy}\n");
            return [new Fix.EditFile("go.sum", Wrong, null, Why)];
        },
        canBeTakenBack: false);

    private static Task HealAsync(Func<BrokenWorld, Fix[]> breakIt) => HealAsync(world => Task.FromResult(breakIt(world)));

    private static async Task HealAsync(Func<BrokenWorld, Task<Fix[]>> breakIt, bool canBeTakenBack = true)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a process its own hosts file");
        await using var world = new BrokenWorld();
        await world.Cache.PublishAsync();
        var fixes = await breakIt(world);
        Assert.NotEqual(0, (await world.DownloadAsync(world.Fixture.Host)).ExitCode);

        var finding = new Finding { Code = FindingCodes.GoProxyMisconfigured, Severity = Severity.Fatal, Fixes = fixes };
        var report = await new FixRun(world.Fixture.Host, new Willing(), FixMode.Yes, world.ReprobeAsync, world.Fixture.Programs).RunAsync([finding], TestContext.Current.CancellationToken);

        var step = Assert.Single(report.Steps);
        Assert.True(step.Outcome == FixOutcome.Healed, $"{step.Outcome}: {step.Problem} {string.Join("; ", step.Plan!.Notes.Select(note => note.English))}");
        Assert.True(report.IsSettled(finding));
        if (canBeTakenBack)
        {
            Assert.True((await world.Fixture.UndoAsync(new UndoJournal(world.Fixture.Host).List().Single())).IsComplete);
            File.Delete(Path.Combine(world.Test.Work, "go.sum"));
            await world.Cache.ForgetAsync(world.Fixture.Programs);
            Assert.NotEqual(0, (await world.DownloadAsync(world.Fixture.Host)).ExitCode);
        }
    }

    private static async Task<string> MakeRepositoryAsync(BrokenWorld world)
    {
        var work = Path.GetDirectoryName(world.Test.WriteWork("source/go.mod", "module git.lab.test/lib.git\n"))!;
        var repository = Path.Combine(world.Test.Work, "lib.git");
        foreach (var line in (string[])["init -q -b main .", "add .", "-c user.name=a -c user.email=a@b commit -q -m one", "tag v1.0.0", $"clone -q --bare . {repository}"])
        {
            var run = await new CommandRunner(TimeProvider.System).RunAsync(new CommandRequest("git", line.Split(' '), world.Test.Environment) { WorkingDirectory = work }, TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, run.Errors);
        }

        world.Module = "git.lab.test/lib.git@v1.0.0";
        world.GoEnv("GOPROXY=direct\n");
        return repository;
    }

    private static async Task RemoveExtractedAsync(BrokenWorld world) =>
        await world.Fixture.Programs.ReadAsync(["rm", "-rf", world.Cache["example.com/one@v1.0.0"]], TestContext.Current.CancellationToken);

    private sealed class Willing : IFixDialogue
    {
        public void Show(Finding finding, FixPlan plan)
        {
        }

        public Task<bool> AskAsync(FixPlan plan, CancellationToken cancellationToken) => Task.FromResult(true);

        public void Tell(FixStep step)
        {
        }
    }
}
