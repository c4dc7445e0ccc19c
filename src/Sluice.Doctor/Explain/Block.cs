using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Unwrapped lines that belong together, one after the other in a buffer that is used again. Bounded.</summary>
internal sealed class Block
{
    private readonly List<BlockLine> _lines = [];
    private byte[] _text = new byte[4096];
    private byte[] _lower = new byte[4096];
    private int _length;

    public IReadOnlyList<BlockLine> Lines => _lines;

    public int Count => _lines.Count;

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>Whether another line of this length goes in.</summary>
    public bool HasRoom(int bytes) => _lines.Count < ExplainLimits.MaxBlockLines && _length + bytes + 1 <= ExplainLimits.MaxBlockBytes;

    public BlockLine LineInfo(int index) => _lines[index];

    public ReadOnlySpan<byte> LineAt(int index) => _text.AsSpan(_lines[index].Start, _lines[index].End - _lines[index].Start);

    /// <summary>The index of the line that holds a place of <see cref="Text"/>.</summary>
    public int LineOf(int position)
    {
        var index = _lines.Count - 1;
        while (index > 0 && _lines[index].Start > position)
        {
            index--;
        }

        return index;
    }

    public void Add(ReadOnlySpan<byte> text, int indent, long number, LineTraits traits)
    {
        if (_length + text.Length + 1 > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length + 1));
        }

        text.CopyTo(_text.AsSpan(_length));
        _lines.Add(new BlockLine(_length, _length + text.Length, indent, number, traits));
        _length += text.Length;
        _text[_length++] = (byte)'\n';
    }

    /// <summary><see cref="Text"/> in lower case; valid until something is added.</summary>
    public ReadOnlySpan<byte> ToLower()
    {
        if (_lower.Length < _text.Length)
        {
            _lower = new byte[_text.Length];
        }

        // Ascii.ToLower stops at the first byte that is not ASCII.
        for (var i = 0; i < _length;)
        {
            Ascii.ToLower(Text[i..], _lower.AsSpan(i), out var written);
            i += written;
            for (; i < _length && _text[i] >= 0x80; i++)
            {
                _lower[i] = _text[i];
            }
        }

        return _lower.AsSpan(0, _length);
    }

    public void Clear()
    {
        _lines.Clear();
        _length = 0;
    }
}

/// <summary>A line of a block.</summary>
/// <param name="Start">Where it begins in the block's text.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Indent">Blanks before it, a tab counting eight.</param>
/// <param name="Number">Its line in the source, from 1.</param>
/// <param name="Traits">What its wrapping told.</param>
internal readonly record struct BlockLine(int Start, int End, int Indent, long Number, LineTraits Traits);

/// <summary>What a line's wrapping tells about it.</summary>
[Flags]
internal enum LineTraits
{
    None = 0,

    /// <summary>It came out of a log line with fields (logfmt, JSON).</summary>
    Structured = 1,

    /// <summary>The program before it is another one than go or its version control programs.</summary>
    Foreign = 2,

    /// <summary>It came from the log of a module proxy.</summary>
    ServerLog = 4,
}
