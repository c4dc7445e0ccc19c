using Sluice.Core.Faults;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>The gateway's pipeline, run in this process: what comes through it lands in the store. Safe to call concurrently.</summary>
internal interface IGatewaySession : IAsyncDisposable
{
    /// <summary>Fetches parts of a module version. Expected failures are in the report; what throws is cancellation, a failing store, and bugs.</summary>
    /// <param name="path">The module.</param>
    /// <param name="query">What the command line or a list says behind the module: a version, a branch, <c>latest</c>, <c>v1.2</c>.</param>
    /// <param name="parts">What is wanted besides the version itself.</param>
    Task<FetchReport> FetchAsync(ModulePath path, VersionQuery query, FetchParts parts, CancellationToken cancellationToken);

    /// <summary>Gives the go.mod of a module version. Expected failures are in the answer; what throws is as for the other method.</summary>
    Task<GoModAnswer> ReadGoModAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken);
}

/// <summary>A go.mod, or why there is none.</summary>
/// <param name="Content">Its bytes; null with a fault.</param>
/// <param name="Fault">Why there is none; null with content.</param>
internal sealed record GoModAnswer(ReadOnlyMemory<byte>? Content, Fault? Fault);

/// <summary>The files of a module version.</summary>
[Flags]
internal enum FetchParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Version and time.</summary>
    Info = 1,

    /// <summary>The go.mod file.</summary>
    GoMod = 2,

    /// <summary>The zip.</summary>
    Zip = 4,

    /// <summary>All of them.</summary>
    All = Info | GoMod | Zip,
}
