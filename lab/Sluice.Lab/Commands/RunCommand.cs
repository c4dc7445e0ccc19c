using System.Diagnostics;
using Sluice.Lab.Running;
using Sluice.Lab.Scenarios;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Commands;

/// <summary><c>lab run</c>: runs scenarios and prints the table.</summary>
internal static class RunCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(LabArguments arguments)
    {
        var scenarios = arguments.Choose();
        if (arguments.IsList)
        {
            Console.Write(arguments.IsJson ? ScenarioList.Json(scenarios) + "\n" : ScenarioList.Lines(scenarios));
            return ExitCodes.Fine;
        }

        if (Requirements.Missing() is { } missing)
        {
            Console.Error.WriteLine($"lab: skipped; {missing}");
            return ExitCodes.Fine;
        }

        if (!arguments.IsGoOnly && arguments.Doctor is null)
        {
            throw new LabException("whom to ask? --sluice FILE, --doctor COMMAND, or --go-only");
        }

        var began = Stopwatch.GetTimestamp();
        var (token, owner) = LabRun.UntilSignalled();
        using (owner)
        {
            var runs = await LabRun.RunAsync(scenarios, arguments.IsGoOnly ? null : arguments.WithRepair(), arguments.Jobs, arguments.Slack, Report, arguments.IsKept ? world => WaitAsync(world, token) : null, token);
            var elapsed = Stopwatch.GetElapsedTime(began);
            Console.Write(arguments.IsJson ? HitTable.Json(runs, elapsed) + "\n" : "\n" + HitTable.Totals(runs, elapsed));
            return runs.All(run => Verdict.ProblemsOf(run).Count == 0) ? ExitCodes.Fine : ExitCodes.Problems;
        }

        static async Task WaitAsync(LabWorld world, CancellationToken cancellationToken)
        {
            Console.Error.WriteLine($"kept: ip netns exec {world.Namespaces[Places.Client]} sh; files in {world.Home}; Enter goes on");
            await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        }

        void Report(ScenarioRun run)
        {
            var to = arguments.IsJson ? Console.Error : Console.Out;
            to.WriteLine(HitTable.Line(run));
            to.Flush();
        }
    }
}
