using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Lab.Scenarios;

/// <summary>Lists of scenarios.</summary>
internal static class ScenarioList
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line each.</summary>
    public static string Lines(IEnumerable<Scenario> scenarios) =>
        string.Concat(scenarios.Select(scenario => $"{scenario.Name,-30} {scenario.What.En} / {scenario.What.Zh}  [{string.Join(' ', scenario.Covers)}]\n"));

    /// <summary>The same as JSON, schema <c>sluice.lab-list/1</c>.</summary>
    public static string Json(IEnumerable<Scenario> scenarios) => JsonSerializer.Serialize(
        new
        {
            schema = "sluice.lab-list/1",
            scenarios = scenarios.Select(scenario => new
            {
                name = scenario.Name,
                what = new { en = scenario.What.En, zh = scenario.What.Zh },
                covers = scenario.Covers,
                expected = scenario.Expect.First,
                healthy = scenario.Healthy,
                heals = scenario.Fix.Heals,
                ci = scenario.Ci,
            }),
        },
        Options);

    /// <summary>The page <c>lab/SCENARIOS.md</c>.</summary>
    public static string Markdown(IReadOnlyList<Scenario> scenarios) =>
        "# Scenarios of the fault lab\n\nWritten by a test from `lab/scenarios`; do not edit. *first* is the finding that the doctor must give first, *never* what it must not\n" +
        "give; *heals* says that `doctor --fix --yes` must repair it, *ci* that it is run with the tests.\n\n" +
        $"{scenarios.Count} scenarios, {scenarios.Count(scenario => scenario.Healthy)} of them healthy; {scenarios.Count(scenario => scenario.Fix.Heals)} heal.\n\n" +
        "| scenario | what | first | never | heals | ci | covers |\n| --- | --- | --- | --- | --- | --- | --- |\n" +
        string.Concat(scenarios.Select(scenario =>
            $"| {scenario.Name} | {scenario.What.En}<br>{scenario.What.Zh} | {(scenario.Healthy ? "(healthy)" : scenario.Expect.First)} | {string.Join(' ', scenario.Expect.Never)} | {Mark(scenario.Fix.Heals)} | {Mark(scenario.Ci)} | {string.Join(' ', scenario.Covers)} |\n"));

    private static string Mark(bool isSet) => isSet ? "x" : "";
}
