using Sluice.Api.SumDb;
using Sluice.Cli.Output;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;

namespace Sluice.Cli.Wiring;

/// <summary>What the <c>sumdb</c> commands call.</summary>
/// <param name="Init">Makes a database.</param>
/// <param name="Show">Reads a page of one.</param>
/// <param name="VerifyAsync">Checks one in a directory.</param>
internal sealed record SumDbTools(
    Func<SumDbInitRequest, SumDbInitResult> Init,
    Func<SumDbShowRequest, CliContext, CancellationToken, Task<SumDbShowReport>> Show,
    Func<string, string, CliContext, IWorkDisplay, CancellationToken, Task<SumDbVerifyReport>> VerifyAsync)
{
    /// <summary>The real ones.</summary>
    public static SumDbTools Real { get; } = new(SumDbInitWiring.Init, SumDbWiring.ShowAsync, SumDbWiring.VerifyAsync);
}

/// <summary>A database to make.</summary>
/// <param name="DataDirectory">Where, absolute.</param>
/// <param name="Name">Its name, valid.</param>
/// <param name="Passphrase">Seals its key; null to write the key to <paramref name="KeyFile"/>.</param>
/// <param name="KeyFile">A file that is not there yet, absolute.</param>
internal sealed record SumDbInitRequest(string DataDirectory, string Name, string? Passphrase, string? KeyFile);

/// <summary>What became of making one.</summary>
/// <param name="VerifierKey">Its public key; null when it was not made.</param>
/// <param name="Error">Why not.</param>
internal sealed record SumDbInitResult(NoteVerifierKey? VerifierKey, string? Error);

/// <summary>A page to show.</summary>
/// <param name="DataDirectory">Where the database is.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first record.</param>
/// <param name="Limit">Most records.</param>
/// <param name="Module">Modules to show; null for all.</param>
internal sealed record SumDbShowRequest(string DataDirectory, string Name, long From, int Limit, PathPatterns? Module);
