using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.SumDb;

/// <summary>
/// A checksum database for clients behind the gateway: what it gives out belongs to a tree that the database has signed, and all trees lie on the one line that
/// this gateway has ever seen. What has proved right is kept, so that it is answered while the database cannot be reached. Safe to call concurrently.
/// </summary>
public sealed class VerifiedSumDb : IChecksumDatabase
{
    private readonly SumDbSetting _setting;
    private readonly SumDbRelay _relay;
    private readonly SharedReads _reads;
    private readonly ISumDbState _state;

    /// <summary>Made with the first question: it loads a native library, and many gateways are never asked.</summary>
    private readonly Lazy<Ed25519NoteVerifier> _verifier;

    /// <summary>Puts it together; nothing is asked yet.</summary>
    /// <param name="setting">Which database.</param>
    /// <param name="relay">Asks it.</param>
    /// <param name="state">What is remembered of it.</param>
    public VerifiedSumDb(SumDbSetting setting, SumDbRelay relay, ISumDbState state)
    {
        ArgumentNullException.ThrowIfNull(setting);
        _setting = setting;
        _relay = relay;
        _state = state;
        _reads = new SharedReads(relay, setting.Name);
        _verifier = new Lazy<Ed25519NoteVerifier>(() => Ed25519NoteVerifier.Parse(setting.VerifierKey));
    }

    /// <summary>Answers for something of the database, as <see cref="SumDbRelay.GetAsync"/> does.</summary>
    /// <param name="databaseName">The database that the client names.</param>
    /// <param name="pathAfterName"><c>supported</c>, <c>latest</c>, <c>lookup/M@V</c> or <c>tile/8/L/K[.p/W]</c>.</param>
    /// <param name="context">Takes the attempts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<Document>> GetAsync(string databaseName, string pathAfterName, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pathAfterName);
        ArgumentNullException.ThrowIfNull(context);
        if (_setting.IsOff || pathAfterName == "supported" || _relay.Refuse(databaseName, pathAfterName) is not null)
        {
            return await _relay.GetAsync(databaseName, pathAfterName, context, cancellationToken);
        }

        var remote = new Remote(_reads, context);
        var client = new SumDbClient(_verifier.Value, remote, _state);
        try
        {
            var question = pathAfterName.Split('/', 2);
            return question[0] switch
            {
                "latest" => await GetLatestAsync(client, remote, cancellationToken),
                "lookup" => await LookupAsync(client, remote, question[1], cancellationToken),
                _ => await GetTileAsync(client, remote, pathAfterName, cancellationToken),
            };
        }
        catch (FaultException exception)
        {
            return exception.Fault;
        }
        catch (SumDbException exception)
        {
            return Untrusted(exception.Problem, exception.Message);
        }
        catch (StoreException exception)
        {
            return exception.Fault;
        }
    }

    /// <inheritdoc/>
    public bool Covers(ModulePath path) => !_setting.IsOff && _relay.MayAskAbout(path);

    /// <inheritdoc/>
    public async ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Covers(path))
        {
            return new ChecksumAnswer.NotCovered();
        }

        var remote = new Remote(_reads, context);
        try
        {
            var client = new SumDbClient(_verifier.Value, remote, _state);
            return await client.LookupAsync(path, version, cancellationToken) switch
            {
                SumDbLookup.Verified verified => new ChecksumAnswer.Recorded(_setting.Name, verified.Answer.Record.Id, verified.ZipHashes, verified.GoModHashes),
                SumDbLookup.NotFound => new ChecksumAnswer.Absent(_setting.Name, remote.Absence),
                SumDbLookup.Untrusted { Problem: var problem } untrusted when IsNoAnswer(problem) => new ChecksumAnswer.Unreachable(_setting.Name, FaultOf(untrusted)),
                var other => new ChecksumAnswer.Untrusted(_setting.Name, FaultOf(other)),
            };
        }
        catch (FaultException exception)
        {
            return new ChecksumAnswer.Unreachable(_setting.Name, exception.Fault);
        }
    }

    /// <summary>Whether a problem says that somebody else answered than the database, without showing a signature that is wrong: a portal's page, say.</summary>
    private static bool IsNoAnswer(SumDbProblem problem) =>
        problem is SumDbProblem.MalformedAnswer or SumDbProblem.MalformedNote or SumDbProblem.MissingTile or SumDbProblem.StoredHeadContended;

    private static Fault Untrusted(SumDbProblem problem, string reason) => FaultCodes.SumDbUntrusted.At(detail: $"{problem}: {OneLine.Clean(reason)}");

    private static Fault FaultOf(SumDbLookup lookup) => lookup switch
    {
        SumDbLookup.Untrusted untrusted => Untrusted(untrusted.Problem, untrusted.Reason),
        SumDbLookup.Forked forked => FaultCodes.SumDbForked.At(forked.Evidence.Database),
        _ => throw new ArgumentOutOfRangeException(nameof(lookup), lookup, "no failure"),
    };

    /// <summary>The newest head that there is, or while the database cannot be reached the newest that was seen.</summary>
    private async Task<Outcome<Document>> GetLatestAsync(SumDbClient client, Remote remote, CancellationToken cancellationToken)
    {
        try
        {
            if (await UpdateAsync(client, remote, cancellationToken) is { } fault)
            {
                return fault;
            }
        }
        catch (FaultException exception) when (exception.Fault.Kind == FaultKind.Unavailable)
        {
            if ((await client.ReadLatestAsync(cancellationToken)).IsEmpty)
            {
                throw;
            }
        }

        return new Document(await client.ReadLatestAsync(cancellationToken), _setting.Name);
    }

    /// <summary>Moves on to the database's newest head; null when that went well.</summary>
    private static async Task<Fault?> UpdateAsync(SumDbClient client, Remote remote, CancellationToken cancellationToken)
    {
        var note = await remote.ReadAsync("latest", LookupAnswer.MaxBytes, cancellationToken);
        if (note is null)
        {
            return remote.Absence;
        }

        return await client.MergeAsync(note.Value, cancellationToken) is { } problem ? FaultOf(problem) : null;
    }

    private async Task<Outcome<Document>> LookupAsync(SumDbClient client, Remote remote, string question, CancellationToken cancellationToken)
    {
        var at = question.LastIndexOf('@');
        if (at < 0
            || !CaseEscaping.TryUnescape(question.AsSpan(0, at), out var path) || !ModulePath.TryParse(path, out var module, out _)
            || !CaseEscaping.TryUnescape(question.AsSpan(at + 1), out var text) || !ModuleVersion.TryParse(text, out var version, out _))
        {
            return FaultCodes.UnknownEndpoint.At();
        }

        return await client.LookupAsync(module, version, cancellationToken) switch
        {
            SumDbLookup.Verified verified => new Document(LookupAnswer.Format(verified.Answer.Record, verified.Answer.Note.Span), _setting.Name),
            SumDbLookup.NotFound => remote.Absence,
            var other => FaultOf(other),
        };
    }

    private async Task<Outcome<Document>> GetTileAsync(SumDbClient client, Remote remote, string path, CancellationToken cancellationToken)
    {
        if (!TileCoordinate.TryParse(path, out var tile, out _) || tile.Height != SumDbClient.DefaultTileHeight)
        {
            return FaultCodes.UnknownEndpoint.At();
        }

        var content = await client.ReadTileAsync(tile, cancellationToken);
        if (content is null && !tile.IsIn(client.Latest.Size) && await UpdateAsync(client, remote, cancellationToken) is { } fault)
        {
            return fault;
        }

        content ??= await client.ReadTileAsync(tile, cancellationToken);
        return content is null ? FaultCodes.NotFound.At(_setting.Name, $"the tree has {client.Latest.Size} records") : new Document(content.Value, _setting.Name);
    }

    /// <summary>The database, for one request.</summary>
    private sealed class Remote(SharedReads reads, FetchContext context) : ISumDbRemote
    {
        /// <summary>What was said when there was nothing, last.</summary>
        public Fault Absence { get; private set; } = FaultCodes.NotFound.At();

        public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
        {
            var outcome = await reads.ReadAsync(path, context, cancellationToken);
            if (outcome.IsFound)
            {
                var bytes = outcome.Value.Bytes;
                return bytes.Length <= maxBytes ? bytes : throw new FaultException(FaultCodes.TooBig.At(outcome.Value.Source, $"{path} has {bytes.Length} bytes"));
            }

            Absence = outcome.Fault;
            return outcome.Fault.IsAbsence ? null : throw new FaultException(outcome.Fault);
        }
    }
}
