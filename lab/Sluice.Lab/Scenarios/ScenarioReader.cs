using System.Text.RegularExpressions;
using Sluice.Lab.Faults;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Sluice.Lab.Scenarios;

/// <summary>Reads scenario files. What it gives back can be run: faults have been made once, expressions compile.</summary>
internal static partial class ScenarioReader
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    /// <summary>All scenarios of a folder, by name.</summary>
    /// <exception cref="LabException">A file is wrong; says which and why.</exception>
    public static IReadOnlyList<Scenario> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => Read(File.ReadAllText(file), Path.GetFileName(file)))];

    /// <summary>Reads the scenarios of a text: one document each.</summary>
    /// <exception cref="LabException">It is wrong; says why.</exception>
    public static IReadOnlyList<Scenario> Read(string text, string file)
    {
        try
        {
            List<Scenario> scenarios = [];
            foreach (var document in Documents().Split(text).Where(document => !string.IsNullOrWhiteSpace(document)))
            {
                var scenario = Yaml.Deserialize<Scenario>(document);
                Check(scenario);
                scenarios.Add(scenario);
            }

            return scenarios;
        }
        catch (YamlException exception)
        {
            throw new LabException($"{file}: {exception.InnerException?.Message ?? exception.Message} ({exception.Start})");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new LabException($"{file}: {exception.Message}");
        }
    }

    /// <summary>The faults of a scenario.</summary>
    /// <exception cref="FormatException">One of them is none.</exception>
    public static IReadOnlyList<IFault> FaultsOf(Scenario scenario) =>
        [.. scenario.Faults.Select(fault => fault.Count == 1 ? FaultKinds.Create(fault.Keys.First(), fault.Values.First() ?? []) : throw new FormatException("a fault is a map with one key, its kind"))];

    private static void Check(Scenario scenario)
    {
        Require(NameShape().IsMatch(scenario.Name), "name is lower case letters, digits and hyphens", scenario);
        Require(scenario.What.En.Length > 0 && scenario.What.Zh.Length > 0, "what needs en and zh", scenario);
        Require(scenario.Covers.Count > 0, "covers names rows and families", scenario);
        Require(scenario.Module.Split('@').Length == 2, "module is M@V", scenario);
        Require(scenario.Client.Ipv6 is "off" or "on" or "only", "ipv6 is off, on or only", scenario);
        Require(scenario.Client.Trust is "lab" or "company", "trust is lab or company", scenario);
        Require(scenario.Go.Works || scenario.Go.Stuck || scenario.Go.Says.Length > 0, "go works, is stuck, or says something", scenario);
        Require(scenario.Healthy == (scenario.Expect.First.Length == 0), "a healthy scenario expects no first finding, any other one does", scenario);
        Require(!scenario.Expect.Never.Contains(scenario.Expect.First), "never holds first", scenario);
        Require(!scenario.Fix.Heals || !scenario.Healthy, "a healthy scenario needs no fix", scenario);
        _ = Regex.Match("", scenario.Go.Says, RegexOptions.None, TimeSpan.FromSeconds(1));
        _ = FaultsOf(scenario);
    }

    private static void Require(bool holds, string rule, Scenario scenario)
    {
        if (!holds)
        {
            throw new FormatException($"{(scenario.Name.Length > 0 ? scenario.Name : "a scenario without name")}: {rule}");
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NameShape();

    [GeneratedRegex("^---\\s*$", RegexOptions.Multiline)]
    private static partial Regex Documents();
}
