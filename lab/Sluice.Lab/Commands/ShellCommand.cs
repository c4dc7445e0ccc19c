using System.Diagnostics;
using Sluice.Lab.Running;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Commands;

/// <summary><c>lab shell</c>: brings a scenario about and opens a shell on its client, to look around.</summary>
internal static class ShellCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(LabArguments arguments)
    {
        if (arguments.Choose() is not [var scenario] || arguments.Names.Count != 1)
        {
            throw new LabException("lab shell wants the name of one scenario; lab run --list names them");
        }

        if (Requirements.Missing() is { } missing)
        {
            Console.Error.WriteLine($"lab: {missing}");
            return ExitCodes.Usage;
        }

        var began = Stopwatch.GetTimestamp();
        var (token, owner) = LabRun.UntilSignalled();
        using (owner)
        {
            await using var guard = await LeakGuard.SetAsync(token);
            LabRun.Say(began, "bringing up the world");
            await using var world = await LabWorld.StartAsync(0, token);
            await using var undo = new Undo();
            using var turn = new SemaphoreSlim(1);
            var client = await new ScenarioRunner(world, null, turn).SetUpAsync(scenario, undo, token);
            LabRun.Say(began, $"{scenario.Name}: {scenario.What.En} / {scenario.What.Zh}");
            LabRun.Say(began, $"try: {scenario.Client.Command}; sluice doctor {scenario.Module}; exit takes everything down");
            await OpenAsync(world, client, arguments.Doctor, token);
            return ExitCodes.Fine;
        }
    }

    /// <summary>A shell with our own terminal.</summary>
    private static async Task OpenAsync(LabWorld world, LabClient client, DoctorCommand? doctor, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Tool.Find("ip")!, ["netns", "exec", world.Namespaces[Places.Client], Tool.Find("bash") ?? "/bin/sh"]) { WorkingDirectory = client.Project };
        start.Environment.Clear();
        foreach (var (name, value) in client.Environment().Concat(doctor?.Variables ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        start.Environment["TERM"] = Environment.GetEnvironmentVariable("TERM") ?? "dumb";
        start.Environment["PS1"] = "lab client \\w $ ";
        if (doctor is not null)
        {
            start.Environment["PATH"] += ":" + Path.GetDirectoryName(doctor.Ask("")[0]);
        }

        using var shell = Process.Start(start)!;
        await shell.WaitForExitAsync(cancellationToken);
    }
}
