using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Fixes;

/// <summary>A machine of the test's own with planner and applier; programs are recorded where the test gives answers, real otherwise.</summary>
internal sealed class FixFixture : IDisposable
{
    public FixFixture() => Test.Set("PATH", "/usr/bin:/bin:/usr/local/go/bin").Set("SHELL", "/bin/bash");

    public static BilingualText Why { get; } = new("because", "因为");

    public TestHost Test { get; } = new();

    public bool? IsElevated { get; set; }

    /// <summary>What programs say, by their line; null runs the real ones.</summary>
    public Dictionary<string, CommandRun>? Answers { get; set; }

    /// <summary>Lines of programs that were run.</summary>
    public List<string> Ran { get; } = [];

    public DoctorHost Host => Test.Build() with { IsElevated = IsElevated };

    internal FixPrograms Programs => new(Host, Answers is null ? null : (arguments, _) =>
    {
        var line = string.Join(' ', arguments);
        Ran.Add(line);
        return Task.FromResult(Answers.GetValueOrDefault(line, new CommandRun(CommandOutcome.Ended, 1, "", $"not recorded: {line}", 0)));
    });

    public static CommandRun Says(string output) => new(CommandOutcome.Ended, 0, output, "", 0);

    public Task<FixPlan> PlanAsync(Fix fix) => new FixPlanner(Host, Programs).PlanAsync(fix, TestContext.Current.CancellationToken);

    public Task<JournalEntry> ApplyAsync(FixPlan plan) => new FixApplier(Host, Programs).ApplyAsync(plan, TestContext.Current.CancellationToken);

    public async Task<JournalEntry> DoAsync(Fix fix)
    {
        var plan = await PlanAsync(fix);
        Assert.Equal(PlanState.Ready, plan.State);
        return await ApplyAsync(plan);
    }

    public Task<UndoReport> UndoAsync(JournalEntry entry) => new FixApplier(Host, Programs).UndoAsync(entry, TestContext.Current.CancellationToken);

    public string PathOf(string name) => Path.Combine(Test.Home, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Dispose() => Test.Dispose();
}
