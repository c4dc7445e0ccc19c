using Sluice.Api.Store;
using Sluice.Api.SumDb;
using Sluice.Cli.Fetching;
using Sluice.Cli.Output;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Wiring;

/// <summary>The parts of Sluice that commands call, each behind a delegate, so that a command is tested without them.</summary>
/// <param name="ServeAsync">Serves until the token is cancelled, then drains.</param>
/// <param name="OpenSessionAsync">Opens the pipeline in this process.</param>
/// <param name="ReadGoFile">Reads a go.mod or go.work.</param>
/// <param name="VerifyStoreAsync">Verifies a store, and heals it when told to.</param>
/// <param name="MeasureStoreAsync">Measures the store in a directory.</param>
/// <param name="ReadOriginsAsync">Reads the origins recorded in a directory.</param>
/// <param name="ImportAsync">Imports a tree into the store in a directory.</param>
/// <param name="JudgeAsync">Compares everybody who has a version.</param>
/// <param name="CollectEvidenceAsync">Collects the doctor's evidence on this machine; tells what it tries, when somebody listens.</param>
internal sealed record CliTools(
    Func<GatewaySettings, CliContext, CancellationToken, Task> ServeAsync,
    Func<GatewaySettings, CliContext, CancellationToken, Task<IGatewaySession>> OpenSessionAsync,
    GoFileReader ReadGoFile,
    Func<GatewaySettings, bool, CliContext, IWorkDisplay, CancellationToken, Task<StoreVerifyReport>> VerifyStoreAsync,
    Func<string, CliContext, IWorkDisplay, CancellationToken, Task<StoreStatisticsReport>> MeasureStoreAsync,
    Func<string, CancellationToken, Task<StoreOriginsReport>> ReadOriginsAsync,
    Func<StoreImportRequest, CliContext, IWorkDisplay, CancellationToken, Task<StoreImportReport>> ImportAsync,
    Func<GatewaySettings, ModulePath, ModuleVersion, CliContext, CancellationToken, Task<VerdictReport>> JudgeAsync,
    Func<DoctorOptions, CliContext, Action<ProbeProgress>?, CancellationToken, Task<EvidenceBundle>> CollectEvidenceAsync)
{
    /// <summary>The real ones.</summary>
    public static CliTools Real { get; } = new(
        GatewayWiring.ServeAsync,
        SessionWiring.OpenAsync,
        GoFileWiring.Read,
        StoreVerifyWiring.VerifyAsync,
        StoreStatisticsWiring.MeasureAsync,
        StoreOriginsWiring.ReadAsync,
        StoreImportWiring.ImportAsync,
        VerdictWiring.JudgeAsync,
        DoctorWiring.CollectAsync);
}

/// <summary>What to import, and where to.</summary>
/// <param name="From">An existing directory, absolute.</param>
/// <param name="Kind">Its layout, or <see cref="StoreImportKind.Auto"/> to find out.</param>
/// <param name="Settings">Whose store, and which databases vouch for what comes.</param>
internal sealed record StoreImportRequest(string From, StoreImportKind Kind, GatewaySettings Settings);

/// <summary>Layouts that can be imported.</summary>
internal enum StoreImportKind
{
    /// <summary>Find out by looking.</summary>
    Auto,

    /// <summary>GOMODCACHE, or its <c>cache/download</c>.</summary>
    GoModCache,

    /// <summary>The cache directory of goproxy.</summary>
    GoProxy,

    /// <summary>The disk store of Athens.</summary>
    Athens,
}
