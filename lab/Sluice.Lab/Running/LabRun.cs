using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Lab.Scenarios;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Running;

/// <summary>Runs many scenarios in a few worlds side by side: most of the time is waiting that the go command does.</summary>
internal static class LabRun
{
    /// <summary>Runs scenarios.</summary>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="doctor">The doctor; null shows go's side only.</param>
    /// <param name="worlds">How many worlds.</param>
    /// <param name="slack">Multiplies the doctor's time limits.</param>
    /// <param name="report">Called with each run as it is done, by one caller at a time.</param>
    /// <param name="beforeUndo">Called before a scenario is undone; null for nothing.</param>
    /// <param name="cancellationToken">Takes everything down.</param>
    /// <returns>The runs, in the order of the scenarios.</returns>
    public static async Task<IReadOnlyList<ScenarioRun>> RunAsync(
        IReadOnlyList<Scenario> scenarios, DoctorCommand? doctor, int worlds, double slack, Action<ScenarioRun> report, Func<LabWorld, Task>? beforeUndo, CancellationToken cancellationToken)
    {
        // The long ones first, so that none of them is alone at the end.
        var queue = new ConcurrentQueue<Scenario>(scenarios.OrderByDescending(scenario => scenario.Go.Slow));
        var runs = new ConcurrentBag<ScenarioRun>();
        using var turn = new SemaphoreSlim(1);
        var gate = new Lock();
        await using var guard = await LeakGuard.SetAsync(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(worlds, scenarios.Count)).Select(WorkAsync));
        return [.. runs.OrderBy(run => scenarios.ToList().IndexOf(run.Scenario))];

        async Task WorkAsync(int number)
        {
            // A world that could not be set right again is not used for another scenario.
            while (!queue.IsEmpty)
            {
                await using var world = await LabWorld.StartAsync(number, cancellationToken);
                var runner = new ScenarioRunner(world, doctor, turn, beforeUndo);
                while (queue.TryDequeue(out var scenario) && await OneAsync(runner, scenario))
                {
                }
            }
        }

        async Task<bool> OneAsync(ScenarioRunner runner, Scenario scenario)
        {
            var run = await runner.RunAsync(scenario, cancellationToken) with { Slack = slack };
            runs.Add(run);
            lock (gate)
            {
                report(run);
            }

            return run.Broken is null;
        }
    }

    /// <summary>A token that Ctrl-C, a hang-up and a request to end cancel: everything is taken down before the program ends.</summary>
    public static (CancellationToken Token, IDisposable Owner) UntilSignalled()
    {
        var source = new CancellationTokenSource();
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            source.Cancel();
        })).ToArray();
        return (source.Token, new Owner(source, signals));
    }

    private sealed class Owner(CancellationTokenSource source, PosixSignalRegistration[] signals) : IDisposable
    {
        public void Dispose()
        {
            foreach (var signal in signals)
            {
                signal.Dispose();
            }

            source.Dispose();
        }
    }

    /// <summary>Progress on standard error, with the time since the start.</summary>
    public static void Say(long began, string text) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(began).TotalSeconds,5:0.0}] {text}"));
}
