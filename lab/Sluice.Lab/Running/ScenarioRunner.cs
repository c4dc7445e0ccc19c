using System.Diagnostics;
using Sluice.Lab.Faults;
using Sluice.Lab.Scenarios;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Running;

/// <summary>Runs scenarios in a world, one after another.</summary>
/// <param name="world">The world.</param>
/// <param name="doctor">The doctor; null shows go's side only.</param>
/// <param name="turn">One doctor at a time on the machine: what it takes is measured.</param>
/// <param name="beforeUndo">Called while everything still is as the scenario has it; null for nothing.</param>
internal sealed class ScenarioRunner(LabWorld world, DoctorCommand? doctor, SemaphoreSlim turn, Func<LabWorld, Task>? beforeUndo = null)
{
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly TimeSpan DoctorPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WarmPatience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a scenario and takes back everything that it changed.</summary>
    public async Task<ScenarioRun> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var run = new ScenarioRun(scenario);
        try
        {
            await using var undo = new Undo();
            var client = await SetUpAsync(scenario, undo, cancellationToken);
            run = await ObserveAsync(run, client, cancellationToken);
            await (beforeUndo?.Invoke(world) ?? Task.CompletedTask);
        }
        catch (Exception exception) when (exception is LabException or IOException or FormatException or UnauthorizedAccessException)
        {
            run = run with { Broken = "the lab failed: " + exception.Message };
        }

        return run with { Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds };
    }

    /// <summary>Brings a scenario's faults about and gives the client in it.</summary>
    public async Task<LabClient> SetUpAsync(Scenario scenario, Undo undo, CancellationToken cancellationToken)
    {
        var client = new LabClient(world, scenario);
        await client.PrepareAsync(undo, cancellationToken);
        if (scenario.Client.Warm.Length > 0)
        {
            var warm = await client.RunAsync(Words(scenario.Client.Warm), WarmPatience, Nothing, cancellationToken);
            if (warm.ExitCode != 0)
            {
                throw new LabException($"go fails before anything is wrong: {warm.All}");
            }
        }

        var context = new FaultContext(world, undo, client);
        foreach (var fault in ScenarioReader.FaultsOf(scenario))
        {
            await fault.ApplyAsync(context, cancellationToken);
        }

        return client;
    }

    private async Task<ScenarioRun> ObserveAsync(ScenarioRun run, LabClient client, CancellationToken cancellationToken)
    {
        var scenario = run.Scenario;
        run = run with { Go = await client.RunAsync(Words(scenario.Client.Command), TimeSpan.FromSeconds(scenario.Go.Limit), Nothing, cancellationToken) };
        if (doctor is null)
        {
            return run;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            var said = await client.RunAsync(doctor.Ask(scenario.Module), DoctorPatience, doctor.Variables, cancellationToken);
            var given = GivenFindings.Read(said.Output);
            run = run with
            {
                Doctor = given.Findings is null ? given with { Problem = $"{given.Problem}; exit {said.ExitCode}: {said.All.Trim()}" } : given,
                DoctorSeconds = said.Elapsed.TotalSeconds,
            };
            return scenario.Fix.Heals && doctor.IsRepairing ? await HealAsync(run, client, doctor, cancellationToken) : run;
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<ScenarioRun> HealAsync(ScenarioRun run, LabClient client, DoctorCommand doctor, CancellationToken cancellationToken)
    {
        var fix = await client.RunAsync(doctor.Repair(run.Scenario.Module), DoctorPatience, doctor.Variables, cancellationToken);
        var healed = await client.RunAsync(Words(run.Scenario.Client.Command), TimeSpan.FromSeconds(60), Nothing, cancellationToken);
        return run with { Fix = fix, Healed = healed };
    }

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
