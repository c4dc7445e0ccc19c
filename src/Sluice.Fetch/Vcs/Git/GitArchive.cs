using System.Formats.Tar;
using System.IO.Pipelines;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The output of <c>git archive</c>, file after file while it comes. It begins with the first file that is opened. Git writes files in the order of their
/// paths' bytes, as it lists them; those that nobody opens are passed over.
/// </summary>
/// <param name="run">Runs git and writes its output; fails when git fails.</param>
internal sealed class GitArchive(Func<Stream, CancellationToken, Task> run) : IAsyncDisposable
{
    /// <summary>How far git may be ahead.</summary>
    private const int AheadBytes = 4 * 1024 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: AheadBytes, resumeWriterThreshold: AheadBytes / 2, minimumSegmentSize: 64 * 1024));
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private TarReader? _reader;

    /// <summary>Opens a regular file that comes after all those opened before.</summary>
    /// <param name="path">From the repository's root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FaultException">Git fails, or has no such file.</exception>
    public async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        _reader ??= Start();
        try
        {
            while (await _reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (entry.Name == path && entry.EntryType is TarEntryType.RegularFile)
                {
                    return entry.DataStream ?? Stream.Null;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new FaultException(FaultCodes.VcsFailed.At(detail: "git archive writes no archive"), exception);
        }

        throw new FaultException(FaultCodes.VcsFailed.At(detail: $"git archive and git ls-tree do not agree about {OneLine.Clean(path)}"));
    }

    /// <summary>Ends git, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _pipe.Reader.CompleteAsync();
        await _running;
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        _end.Dispose();
    }

    private TarReader Start()
    {
        _running = Task.Run(RunAsync);
        return new TarReader(_pipe.Reader.AsStream(leaveOpen: true), leaveOpen: true);
    }

    private async Task RunAsync()
    {
        try
        {
            await run(_pipe.Writer.AsStream(leaveOpen: true), _end.Token);
            await _pipe.Writer.CompleteAsync();
        }
        catch (Exception exception)
        {
            // Whoever reads gets it.
            await _pipe.Writer.CompleteAsync(exception);
        }
    }
}
