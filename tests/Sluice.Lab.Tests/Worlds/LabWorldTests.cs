using Sluice.Lab.Running;
using Sluice.Lab.Worlds;
using Sluice.Testing;

namespace Sluice.Lab.Tests.Worlds;

/// <summary>The lab itself, with the real go command. Needs root and the lab's servers: without them it is skipped, and fails in CI.</summary>
public sealed class LabWorldTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Scenarios_for_CI_show_what_go_says_and_nothing_is_left()
    {
        if (Requirements.Missing() is { } missing)
        {
            throw Requirement.Missing(missing);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var scenarios = Repository.Scenarios.Where(scenario => scenario.Ci).ToList();

        var runs = await LabRun.RunAsync(scenarios, doctor: null, worlds: 2, slack: 1, report: _ => { }, beforeUndo: null, limit.Token);

        Assert.Empty(runs.SelectMany(run => Verdict.ProblemsOf(run).Select(problem => $"{run.Scenario.Name}: {problem}")));
        Assert.Equal(scenarios.Count, runs.Count);
        var mark = $"slab-{Environment.ProcessId}-";
        Assert.DoesNotContain(mark, (await Tool.RunAsync(new ToolStart("ip", ["netns", "list"]), limit.Token)).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), mark + "*"));
        Assert.False(Directory.Exists("/etc/netns") && Directory.GetDirectories("/etc/netns", mark + "*").Length > 0);
    }
}
