using System.Threading.Channels;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Writes the <c>.ziphash</c> beside each new zip, as the go command's own cache has it, one at a time and some seconds later: a burst of
/// cold downloads needs the processor for itself. What is lost by a crash or a full queue, <c>sluice store verify</c> adds.
/// </summary>
internal sealed class ZipHasher : IAsyncDisposable
{
    /// <summary>Zips that may wait.</summary>
    private const int QueueLength = 100_000;

    /// <summary>How long a zip waits before it is hashed.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly Channel<(Artefact Zip, long At)> _queue =
        Channel.CreateBounded<(Artefact, long)>(new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly IModuleStore _store;
    private readonly TimeProvider _time;
    private readonly IPipelineLog _log;
    private readonly Task _worker;

    public ZipHasher(IModuleStore store, TimeProvider time, IPipelineLog log)
    {
        _store = store;
        _time = time;
        _log = log;
        _worker = Task.Run(WorkAsync);
    }

    public void Enqueue(Artefact zip) => _queue.Writer.TryWrite((zip, _time.GetTimestamp()));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _worker;
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var (zip, at) in _queue.Reader.ReadAllAsync(_stopping.Token))
            {
                var rest = Delay - _time.GetElapsedTime(at);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, _time, _stopping.Token);
                }

                await HashAsync(zip);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task HashAsync(Artefact artefact)
    {
        try
        {
            if (await _store.ReadZipHashAsync(artefact, _stopping.Token) is not null)
            {
                return;
            }

            using var zip = _store.OpenZip(artefact);
            if (zip is not null && ModuleHash.TryHashZip(zip.File.SafeFileHandle, 1, out var hash, out _, _stopping.Token))
            {
                await _store.WriteZipHashAsync(artefact, hash.ToString(), _stopping.Token);
            }
        }
        catch (StoreException failure)
        {
            _log.StoreFailed(artefact, failure.Fault);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One bad zip must not end the work for all others.
            _log.Unexpected(artefact, problem);
        }
    }
}
