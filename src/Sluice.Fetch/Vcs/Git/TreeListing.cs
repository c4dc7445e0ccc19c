using System.Buffers.Text;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Takes the output of <c>git ls-tree -r -l -z</c> as it comes (<c>MODE TYPE HASH SIZE⇥PATH␀</c>, https://git-scm.com/docs/git-ls-tree), so that a
/// tree with too many files is given up early.
/// </summary>
internal sealed class TreeListing(int maxEntries = GitLimits.MaxTreeEntries) : Stream
{
    private readonly List<TreeEntry> _entries = [];
    private readonly MemoryStream _rest = new();

    /// <summary>What came, in git's order.</summary>
    public IReadOnlyList<TreeEntry> Entries => _entries;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes the next piece.</summary>
    /// <exception cref="FaultException">Too many files.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (var end = buffer.IndexOf((byte)0); end >= 0; end = buffer.IndexOf((byte)0))
        {
            if (_rest.Length == 0)
            {
                Add(buffer[..end]);
            }
            else
            {
                _rest.Write(buffer[..end]);
                Add(_rest.GetBuffer().AsSpan(0, (int)_rest.Length));
                _rest.SetLength(0);
            }

            buffer = buffer[(end + 1)..];
        }

        _rest.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _rest.Dispose();
        base.Dispose(disposing);
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (_entries.Count == maxEntries)
        {
            throw new FaultException(FaultCodes.Unpackable.At(detail: $"the repository has more than {maxEntries} files at this commit"));
        }

        var tab = line.IndexOf((byte)'\t');
        if (tab < 0)
        {
            throw new FaultException(FaultCodes.VcsFailed.At(detail: "git ls-tree says something that is no entry of a tree"));
        }

        var blank = line[..tab].LastIndexOf((byte)' ');
        var size = Utf8Parser.TryParse(line[(blank + 1)..tab], out long parsed, out _) ? parsed : 0;
        _entries.Add(new TreeEntry(Encoding.UTF8.GetString(line[(tab + 1)..]), KindOf(line), size));
    }

    private static ModuleFileKind KindOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("100"u8))
        {
            return ModuleFileKind.Regular;
        }

        return line.StartsWith("120"u8) ? ModuleFileKind.Symlink : ModuleFileKind.Irregular;
    }
}
