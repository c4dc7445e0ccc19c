using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Receives a line.</summary>
/// <param name="line">Without its end. Valid during the call only.</param>
/// <param name="number">From 1.</param>
internal delegate void SplitLine(ReadOnlySpan<byte> line, long number);

/// <summary>
/// Cuts bytes into lines at line feeds and, for progress that overwrites itself, carriage returns. A line over <see cref="ExplainLimits.MaxLineBytes"/> comes
/// in pieces. Byte order marks decide between UTF-8 and UTF-16, which Windows PowerShell writes into files.
/// </summary>
internal sealed class LineSplitter(SplitLine sink)
{
    private readonly byte[] _rest = new byte[ExplainLimits.MaxLineBytes];
    private int _restLength;
    private Decoder? _decoder;
    private bool _isStarted;

    /// <summary>Lines seen so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes fed so far.</summary>
    public long SizeBytes { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        SizeBytes += bytes.Length;
        if (!_isStarted && bytes.Length > 0)
        {
            _isStarted = true;
            bytes = SkipMark(bytes);
        }

        if (_decoder is null)
        {
            Split(bytes);
            return;
        }

        var characters = new char[bytes.Length + 2];
        var count = _decoder.GetChars(bytes, characters, flush: false);
        Split(Encoding.UTF8.GetBytes(characters, 0, count));
    }

    /// <summary>Hands out what is left behind the last line end.</summary>
    public void Finish()
    {
        if (_restLength > 0)
        {
            Lines++;
            Emit(_rest.AsSpan(0, _restLength), Lines);
            _restLength = 0;
        }
    }

    private ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            _decoder = (bytes[0] == 0xff ? Encoding.Unicode : Encoding.BigEndianUnicode).GetDecoder();
            return bytes[2..];
        }

        return bytes.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? bytes[3..] : bytes;
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(bytes);
                return;
            }

            Lines++;
            if (_restLength == 0)
            {
                Emit(bytes[..end], Lines);
            }
            else
            {
                Lines--;
                Keep(bytes[..end]);
                Lines++;
                Emit(_rest.AsSpan(0, _restLength), Lines);
                _restLength = 0;
            }

            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Keeps the beginning of a line until its end comes; hands it out in pieces when it gets too long.</summary>
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, _rest.Length - _restLength);
            bytes[..length].CopyTo(_rest.AsSpan(_restLength));
            _restLength += length;
            bytes = bytes[length..];
            if (_restLength == _rest.Length)
            {
                Emit(_rest, Lines + 1);
                _restLength = 0;
            }
        }
    }

    private void Emit(ReadOnlySpan<byte> line, long number)
    {
        while (line.Length > ExplainLimits.MaxLineBytes)
        {
            EmitVisible(line[..ExplainLimits.MaxLineBytes], number);
            line = line[ExplainLimits.MaxLineBytes..];
        }

        EmitVisible(line, number);
    }

    private void EmitVisible(ReadOnlySpan<byte> line, long number)
    {
        int back;
        while ((back = line.IndexOf((byte)'\r')) >= 0)
        {
            if (back > 0)
            {
                sink(line[..back], number);
            }

            line = line[(back + 1)..];
        }

        if (!line.IsEmpty)
        {
            sink(line, number);
        }
    }
}
