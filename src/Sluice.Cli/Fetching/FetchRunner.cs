using Sluice.Api.Fetching;
using Sluice.Cli.Output;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>Runs one fetch through a session and puts it into wire form. A failing store fails the module, not the run.</summary>
internal static class FetchRunner
{
    public static async Task<FetchedModule> RunAsync(
        IGatewaySession session, ModulePath path, VersionQuery query, FetchParts parts, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        FetchReport report;
        try
        {
            report = await session.FetchAsync(path, query, parts, cancellationToken);
        }
        catch (StoreException exception)
        {
            report = new FetchReport { Fault = exception.Fault };
        }

        return new FetchedModule(path.Value, query.ToString(), Milliseconds(time.GetElapsedTime(start)))
        {
            Version = report.Version,
            Time = report.Time,
            Source = report.Source,
            Cache = report.Cache?.ToString().ToLowerInvariant(),
            H1 = report.H1,
            SizeBytes = report.SizeBytes,
            Stages = [.. report.Stages.Select(stage => new StageDuration(stage.Name, Milliseconds(stage.Duration)))],
            Explanation = [.. report.Steps.Select(part => new ExplainedStep(part.Stage, part.Step.What, part.Step.Text, Milliseconds(part.Step.Duration), part.Step.Bytes))],
            Error = report.Fault is null ? null : FaultOutput.ToWire(report.Fault),
        };
    }

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 1);
}
