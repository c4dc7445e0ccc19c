using System.Collections;
using System.Runtime.InteropServices;
using Sluice.Cli;
using Sluice.Cli.Invocation;
using Sluice.Cli.Wiring;

// The composition root: the only place that looks at the process.
#pragma warning disable RS0030
var variables = Environment.GetEnvironmentVariables();
#pragma warning restore RS0030

// .NET's console writers switch the terminal's keypad, which a command that is run would find changed; plain writers do not.
var runsOther = args is ["run", ..];
var context = new CliContext
{
    Out = runsOther ? new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true } : Console.Out,
    Error = runsOther ? new StreamWriter(Console.OpenStandardError()) { AutoFlush = true } : Console.Error,
    OpenInput = () => Console.In,
    OpenInputBytes = Console.OpenStandardInput,
    IsInputTerminal = !Console.IsInputRedirected,
    Variables = variables.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
    WorkingDirectory = Environment.CurrentDirectory,
    IsOutTerminal = !Console.IsOutputRedirected,
    IsErrorTerminal = !Console.IsErrorRedirected,
    MeasureWidth = Terminal.Width,
    Time = TimeProvider.System,
    Tools = CliTools.Real,
};
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await CommandLine.RunAsync(args, context, stop.Token);

// A command that runs another program takes the signals itself. Else the first one asks the command to come to an end, the second one ends the process.
void Stop(PosixSignalContext signal)
{
    if (context.Signals.Take(signal.Signal))
    {
        signal.Cancel = true;
        return;
    }

    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
