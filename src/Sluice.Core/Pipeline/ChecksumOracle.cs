using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Asks the checksum database so that one that hangs holds up one fetch and not all: under <see cref="ChecksumPolicy.Prefer"/> a question gets a few
/// seconds, and after a failure nobody asks for a while but the one who verifies later. Safe to call concurrently.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="policy">What its answers are needed for.</param>
/// <param name="time">The clock.</param>
public sealed class ChecksumOracle(IChecksumDatabase database, ChecksumPolicy policy, TimeProvider time)
{
    /// <summary>How long a fetch waits for an answer that it can do without.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private TimeSpan _pause;
    private long _pausedUntil;
    private ChecksumAnswer.Unreachable? _failure;

    /// <summary>What the answers are needed for.</summary>
    public ChecksumPolicy Policy => policy;

    /// <summary>Whether the database is asked about a module at all.</summary>
    public bool Covers(ModulePath path) => policy != ChecksumPolicy.Off && database.Covers(path);

    /// <summary>Asks for the sake of a fetch that somebody waits for.</summary>
    public ValueTask<ChecksumAnswer> AskAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        if (!Covers(path))
        {
            return new ValueTask<ChecksumAnswer>(new ChecksumAnswer.NotCovered());
        }

        if (policy == ChecksumPolicy.Require)
        {
            return database.FindAsync(path, version, context, cancellationToken);
        }

        return PausedBy() is { } failure ? new ValueTask<ChecksumAnswer>(failure) : AskInTimeAsync(path, version, context, cancellationToken);
    }

    /// <summary>Asks in the background: in any case, and as long as it takes. What comes of it decides whether others ask again.</summary>
    public async ValueTask<ChecksumAnswer> AskPatientlyAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken) =>
        Covers(path) ? Learn(await database.FindAsync(path, version, context, cancellationToken)) : new ChecksumAnswer.NotCovered();

    private async ValueTask<ChecksumAnswer> AskInTimeAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        try
        {
            return Learn(await database.FindAsync(path, version, context, cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken));
        }
        catch (TimeoutException)
        {
            return Learn(new ChecksumAnswer.Unreachable("", FaultCodes.UpstreamTimeout.At(detail: $"no answer of the checksum database within {Patience.TotalSeconds:0} s")));
        }
    }

    private ChecksumAnswer.Unreachable? PausedBy()
    {
        lock (_lock)
        {
            return _failure is not null && time.GetTimestamp() < _pausedUntil ? _failure : null;
        }
    }

    private ChecksumAnswer Learn(ChecksumAnswer answer)
    {
        lock (_lock)
        {
            _failure = answer as ChecksumAnswer.Unreachable;
            if (_failure is null)
            {
                _pause = TimeSpan.Zero;
                return answer;
            }

            // Those who asked together fail together: that is one failure.
            if (time.GetTimestamp() >= _pausedUntil)
            {
                _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
                _pausedUntil = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
            }

            return answer;
        }
    }
}
