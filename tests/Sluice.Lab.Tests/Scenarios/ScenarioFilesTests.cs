using Sluice.Lab.Faults;
using Sluice.Lab.Scenarios;

namespace Sluice.Lab.Tests.Scenarios;

public sealed class ScenarioFilesTests
{
    [Fact]
    public void Names_are_unique() => Assert.Empty(Repository.Scenarios.GroupBy(scenario => scenario.Name).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_row_of_the_doctor_has_a_scenario() =>
        Assert.Empty(Enumerable.Range(1, 23).Select(row => $"B{row}").Except(Repository.Scenarios.SelectMany(scenario => scenario.Covers)));

    [Fact]
    public void Every_kind_of_fault_is_used() => Assert.Empty(FaultKinds.Names.Except(Repository.Scenarios.SelectMany(scenario => scenario.Faults).SelectMany(fault => fault.Keys)));

    [Fact]
    public void There_are_enough_of_each_kind()
    {
        Assert.True(Repository.Scenarios.Count >= 60);
        Assert.True(Repository.Scenarios.Count(scenario => scenario.Healthy) >= 8);
        Assert.True(Repository.Scenarios.Count(scenario => scenario.Fix.Heals) >= 15);
        Assert.Contains(Repository.Scenarios, scenario => scenario.Ci && !scenario.Healthy);
    }

    [Fact]
    public void What_is_for_CI_does_not_wait() => Assert.DoesNotContain(Repository.Scenarios, scenario => scenario.Ci && (scenario.Go.Slow || scenario.Go.Stuck));

    [Fact]
    public void The_page_of_scenarios_is_current()
    {
        var file = Path.Combine(Repository.Root, "lab", "SCENARIOS.md");
        var page = ScenarioList.Markdown(Repository.Scenarios);
#pragma warning disable RS0030 // A switch for the developer who runs the test.
        if (Environment.GetEnvironmentVariable("SLUICE_APPROVE") == "1")
#pragma warning restore RS0030
        {
            File.WriteAllText(file, page);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == page, "lab/SCENARIOS.md is not current; run this test once with SLUICE_APPROVE=1");
    }
}
