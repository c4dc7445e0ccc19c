using System.Globalization;
using Sluice.Lab.Running;
using Sluice.Lab.Scenarios;

namespace Sluice.Lab.Commands;

/// <summary>The arguments of <c>run</c> and <c>shell</c>.</summary>
internal sealed record LabArguments
{
    /// <summary>How to use it.</summary>
    public const string Usage = """
        lab run [NAME…] [--ci] [--list] [--go-only] [--no-fix] [--format json] [--jobs N] [--slack F] [--keep] [--sluice FILE | --doctor COMMAND] [--scenarios FOLDER]
        lab shell NAME

        NAME is a scenario's, or a part of it with * (dns-*). Without names: all of them.
        --ci        only those marked for CI
        --list      name them and what they are about
        --go-only   show what the go command says, do not ask the doctor
        --no-fix    do not try the fixes
        --jobs N    so many worlds side by side; default 3
        --keep      wait with each scenario before it is undone, until Enter: look at it meanwhile from another terminal
        --slack F   multiply the doctor's time limits: for a busy machine
        --doctor    another doctor: a command line, {module} is the scenario's M@V; it is to print findings as JSON
        shell       bring a scenario about and open a shell on its client
        """;

    /// <summary>Names with or without <c>*</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Only those for CI.</summary>
    public bool IsCi { get; init; }

    /// <summary>Only name them.</summary>
    public bool IsList { get; init; }

    /// <summary>Without doctor.</summary>
    public bool IsGoOnly { get; init; }

    /// <summary>Without trying fixes.</summary>
    public bool IsWithoutFix { get; init; }

    /// <summary>JSON on standard output.</summary>
    public bool IsJson { get; init; }

    /// <summary>Worlds side by side.</summary>
    public int Jobs { get; init; } = 3;

    /// <summary>Wait before a scenario is undone.</summary>
    public bool IsKept { get; init; }

    /// <summary>Multiplies the doctor's time limits.</summary>
    public double Slack { get; init; } = 1;

    /// <summary>The doctor.</summary>
    public DoctorCommand? Doctor { get; init; }

    /// <summary>The folder of the scenarios.</summary>
    public string Folder { get; init; } = "lab/scenarios";

    /// <summary>Parses the arguments.</summary>
    /// <exception cref="LabException">They are wrong; says how to use it.</exception>
    public static LabArguments Parse(IReadOnlyList<string> words)
    {
        var parsed = new LabArguments();
        for (var at = 0; at < words.Count; at++)
        {
            parsed = words[at] switch
            {
                "--ci" => parsed with { IsCi = true },
                "--list" => parsed with { IsList = true },
                "--go-only" => parsed with { IsGoOnly = true },
                "--format" => parsed with { IsJson = Value() switch { "json" => true, "human" => false, _ => throw Wrong("--format is json or human") } },
                "--jobs" => parsed with { Jobs = int.TryParse(Value(), CultureInfo.InvariantCulture, out var jobs) && jobs is > 0 and <= 16 ? jobs : throw Wrong("--jobs is 1 to 16") },
                "--no-fix" => parsed with { IsWithoutFix = true },
                "--keep" => parsed with { IsKept = true, Jobs = 1 },
                "--slack" => parsed with { Slack = double.TryParse(Value(), CultureInfo.InvariantCulture, out var slack) && slack >= 1 ? slack : throw Wrong("--slack is a number of at least 1") },
                "--doctor" => parsed with { Doctor = DoctorCommand.Parse(Value()) },
                "--sluice" => parsed with { Doctor = DoctorCommand.Of(Path.GetFullPath(Value())) },
                "--scenarios" => parsed with { Folder = Value() },
                ['-', ..] => throw Wrong($"there is no {words[at]}"),
                _ => parsed with { Names = [.. parsed.Names, words[at]] },
            };

            string Value() => ++at < words.Count ? words[at] : throw Wrong($"{words[at - 1]} needs a value");
        }

        return parsed;
    }

    /// <summary>The doctor, told whether to repair.</summary>
    public DoctorCommand? WithRepair() => Doctor?.Repairing(!IsWithoutFix);

    /// <summary>The scenarios that are meant.</summary>
    /// <exception cref="LabException">A name is none.</exception>
    public IReadOnlyList<Scenario> Choose()
    {
        var all = ScenarioReader.ReadFolder(Folder);
        if (Names.FirstOrDefault(name => !all.Any(scenario => IsMeant(name, scenario))) is { } unknown)
        {
            throw new LabException($"there is no scenario {unknown}; --list names them");
        }

        return [.. all.Where(scenario => (!IsCi || scenario.Ci) && (Names.Count == 0 || Names.Any(name => IsMeant(name, scenario))))];
    }

    private static bool IsMeant(string name, Scenario scenario) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, scenario.Name);

    private static LabException Wrong(string what) => new($"{what}\n\n{Usage}");
}
