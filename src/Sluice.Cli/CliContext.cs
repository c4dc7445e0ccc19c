using Sluice.Cli.Output;
using Sluice.Cli.Wiring;
using Sluice.Doctor.Probes;
using Sluice.Server.Configuration;

namespace Sluice.Cli;

/// <summary>Everything that a command touches outside of itself, handed in by the composition root, or by a test.</summary>
internal sealed record CliContext
{
    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Talk: progress, warnings, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens what <c>-</c> reads. Opening it sets the terminal up, which commands that do not read need not pay for.</summary>
    public required Func<TextReader> OpenInput { get; init; }

    /// <summary>The same as bytes, for texts in no known encoding.</summary>
    public Func<Stream> OpenInputBytes { get; init; } = () => Stream.Null;

    public bool IsInputTerminal { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Absolute.</summary>
    public required string WorkingDirectory { get; init; }

    public bool IsOutTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>Asks the terminal for its columns.</summary>
    public required Func<int> MeasureWidth { get; init; }

    /// <summary>Columns to write for.</summary>
    public int Width => MeasureWidth();

    public required TimeProvider Time { get; init; }

    /// <summary>Who takes signals that come to the process.</summary>
    public SignalDesk Signals { get; init; } = new();

    /// <summary>The parts of Sluice that commands call.</summary>
    public required CliTools Tools { get; init; }

    /// <summary>The machine as the doctor sees it; a test gives a folder for its root.</summary>
    public Func<CliContext, DoctorHost> OpenHost { get; init; } = DoctorHosts.Of;

    public Ink OutInk => new(IsOutTerminal && !IsColourOff);

    public Ink ErrorInk => new(IsErrorTerminal && !IsColourOff);

    /// <summary>https://no-color.org; a dumb terminal knows no colours either.</summary>
    public bool IsColourOff =>
        (Variables.TryGetValue("NO_COLOR", out var off) && off.Length > 0) || (Variables.TryGetValue("TERM", out var terminal) && terminal == "dumb");

    /// <summary>Says a line on stderr.</summary>
    public void Say(string line) => Error.WriteLine(line);

    /// <summary>Says on stderr what is wrong and, indented below it, what to do.</summary>
    /// <param name="message">What is wrong, and where; starts with the command's name.</param>
    /// <param name="remedy">What to do; null when the message says it.</param>
    public void Complain(string message, string? remedy = null)
    {
        Error.WriteLine(message);
        if (remedy is not null)
        {
            Error.WriteLine($"    {remedy}");
        }
    }

    public ConfigurationResult Load(string? configFile, IReadOnlyDictionary<string, string> flags) => ConfigurationLoader.Load(
        new ConfigurationInput { ConfigFile = configFile, Flags = flags, Environment = Variables, WorkingDirectory = WorkingDirectory });
}
