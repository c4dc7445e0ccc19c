namespace Sluice.Doctor.Explain;

/// <summary>Receives a line without its wrappings.</summary>
/// <param name="text">The text, without blanks at both ends. Valid during the call only.</param>
/// <param name="indent">Blanks that stood before it, a tab counting eight.</param>
/// <param name="number">Its line in the source.</param>
/// <param name="traits">What the wrappings told.</param>
internal delegate void UnwrappedLine(ReadOnlySpan<byte> text, int indent, long number, LineTraits traits);

/// <summary>
/// Takes off what builders, CI systems, loggers, shells and terminals wrap around the lines of a program. One line may hold several of the program's
/// (JSON, logfmt, a quoted message); they come out one by one. Not for concurrent use.
/// </summary>
internal sealed class LineUnwrapper(UnwrappedLine sink)
{
    private const int MaxLayers = 8;
    private const int TabWidth = 8;

    private byte[] _clean = new byte[4096];
    private byte[] _unescaped = new byte[4096];

    /// <summary>Unwraps a line.</summary>
    /// <param name="line">Without its line end.</param>
    /// <param name="number">Its line in the source.</param>
    public void Unwrap(ReadOnlySpan<byte> line, long number) => Peel(Clean(line), number, LineTraits.None, 0);

    /// <summary>Without colours, NUL bytes and control characters.</summary>
    private ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> line)
    {
        if (line.IndexOfAnyInRange((byte)0, (byte)8) < 0 && line.IndexOf((byte)0x1b) < 0)
        {
            return line;
        }

        if (_clean.Length < line.Length)
        {
            _clean = new byte[line.Length];
        }

        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == 0x1b)
            {
                i += EscapeSequence(line[i..]) - 1;
            }
            else if (line[i] > 8)
            {
                _clean[length++] = line[i];
            }
        }

        return _clean.AsSpan(0, length);
    }

    /// <summary>The length of a terminal's control sequence (ECMA-48 CSI and OSC).</summary>
    private static int EscapeSequence(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return text.Length;
        }

        var at = 2;
        if (text[1] == '[')
        {
            while (at < text.Length && text[at] is < 0x40 or > 0x7e)
            {
                at++;
            }

            return Math.Min(at + 1, text.Length);
        }

        if (text[1] == ']')
        {
            var end = text.IndexOfAny((byte)7, (byte)'\\');
            return end < 0 ? text.Length : end + 1;
        }

        return at;
    }

    private void Peel(ReadOnlySpan<byte> text, long number, LineTraits traits, int depth)
    {
        var indent = 0;
        for (var layer = 0; layer < MaxLayers; layer++)
        {
            indent = TakeIndent(ref text);
            if (text.IsEmpty || IsEcho(text))
            {
                return;
            }

            var prefix = LineWrappings.PrefixLength(text);
            if (prefix == 0)
            {
                break;
            }

            text = text[prefix..];
        }

        if (depth < 3 && (UnwrapFields(text, number, traits, depth) || UnwrapEscapes(text, number, traits, depth)))
        {
            return;
        }

        sink(text, indent, number, traits);
    }

    private static int TakeIndent(ref ReadOnlySpan<byte> text)
    {
        var indent = 0;
        var at = 0;
        for (; at < text.Length && text[at] is (byte)' ' or (byte)'\t'; at++)
        {
            indent += text[at] == '\t' ? TabWidth : 1;
        }

        text = text[at..].TrimEnd(" \t\r"u8);
        return indent;
    }

    /// <summary>Lines that repeat a command or a message: a shell's <c>+ go build</c>, the tail of a PowerShell error, BuildKit's headings.</summary>
    private static bool IsEcho(ReadOnlySpan<byte> text) =>
        text.StartsWith("+ "u8) || text.StartsWith("=> "u8) || text.StartsWith("> ["u8) || text.StartsWith("---> "u8) || text.StartsWith("At line:"u8) || text.StartsWith("所在位置"u8)
        || text.StartsWith("$ "u8) || text.StartsWith("RUN "u8) || text.StartsWith(">>> "u8) || text.StartsWith("Step "u8) || text.StartsWith("CategoryInfo"u8) || text.StartsWith("FullyQualifiedErrorId"u8);

    /// <summary>Messages out of JSON (<c>{"msg":"…"}</c>, <c>"Error": "…"</c>) and logfmt (<c>level=error msg="…"</c>).</summary>
    private bool UnwrapFields(ReadOnlySpan<byte> text, long number, LineTraits traits, int depth)
    {
        if (text[0] is (byte)'{' or (byte)'"' && LogFields.IsJson(text))
        {
            var found = new FieldSink(this, number, traits | (LogFields.IsServerLog(text) ? LineTraits.ServerLog | LineTraits.Structured : text[0] == '{' && !LogFields.IsPlainOutput(text) ? LineTraits.Structured : LineTraits.None), depth);
            LogFields.ReadJson(text, ref found);
            return found.Any || text[0] == '{';
        }

        if (LogFields.IsLogfmt(text))
        {
            var found = new FieldSink(this, number, traits | LineTraits.Structured | (LogFields.IsServerLog(text) ? LineTraits.ServerLog : LineTraits.None), depth);
            LogFields.ReadLogfmt(text, ref found);
            return found.Any;
        }

        return false;
    }

    /// <summary>A message with escaped line ends that somebody printed as it is: <c>…: exit status 128:\n\tfatal: …</c>.</summary>
    private bool UnwrapEscapes(ReadOnlySpan<byte> text, long number, LineTraits traits, int depth)
    {
        if (text.IndexOf("\\n\\t"u8) < 0 && text.IndexOf("\\ngo: "u8) < 0 && text.IndexOf("\\nfatal: "u8) < 0)
        {
            return false;
        }

        PeelEscaped(text, number, traits, depth);
        return true;
    }

    private void PeelEscaped(ReadOnlySpan<byte> text, long number, LineTraits traits, int depth)
    {
        // Nested values need the buffer while this one is still read: each depth below the first has its own.
        var buffer = depth == 0 ? Grow(ref _unescaped, text.Length) : new byte[text.Length];
        var length = EscapedText.Unescape(text, buffer);
        var rest = buffer.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            Peel(line, number, traits, depth + 1);
        }
    }

    private static byte[] Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[length];
        }

        return buffer;
    }

    /// <summary>Takes the fields of one log line.</summary>
    internal struct FieldSink(LineUnwrapper owner, long number, LineTraits traits, int depth)
    {
        public bool Any { get; private set; }

        /// <summary>A message.</summary>
        /// <param name="value">Still escaped.</param>
        public void Add(ReadOnlySpan<byte> value)
        {
            Any = true;
            owner.PeelEscaped(value, number, traits, depth);
        }

        /// <summary>A line made of the fields that say what a server answered.</summary>
        public void AddPlain(ReadOnlySpan<byte> text)
        {
            Any = true;
            owner.EmitPlain(text, number, traits);
        }
    }

    private void EmitPlain(ReadOnlySpan<byte> text, long number, LineTraits traits) => sink(text, 0, number, traits);
}
