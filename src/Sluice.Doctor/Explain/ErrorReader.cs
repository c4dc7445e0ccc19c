namespace Sluice.Doctor.Explain;

/// <summary>
/// Reads the nesting of Go's errors. The go command wraps from the outside to the inside, one colon a layer:
/// <c>go: M@V: verb URL: cause: cause</c>, with a server's answer or a version control program's output indented below. Each clause gets the
/// places of those before it, so that the same words mean different things in different places.
/// </summary>
internal sealed partial class ErrorReader
{
    private const Place Roles = Place.Checksum | Place.ModuleProxy | Place.Discovery | Place.Repository | Place.Toolchain;

    private readonly ErrorReading _reading = new();
    private Place _kept;
    private bool _inAnswer;
    private bool _hasGatewayWords;

    /// <summary>Reads a block. The result is valid until the next call.</summary>
    /// <param name="block">The lines.</param>
    /// <param name="hasGatewayWords">Whether any of them may be a gateway's fault.</param>
    public ErrorReading Read(Block block, bool hasGatewayWords)
    {
        _hasGatewayWords = hasGatewayWords;
        _reading.Clear();
        _kept = Place.None;
        _inAnswer = false;
        for (var line = 0; line < block.Count; line++)
        {
            ReadLine(block, line);
        }

        return _reading;
    }

    private void ReadLine(Block block, int line)
    {
        var (start, end, _, _, traits) = block.LineInfo(line);
        var text = block.Text;
        if (_hasGatewayWords)
        {
            GatewayFaults.Read(text, new Piece(start, end - start), _reading);
        }

        var places = _kept | LinePlaces(text[start..end], traits);
        var index = 0;
        var first = _reading.Clauses.Count;
        while (start < end)
        {
            var length = ClauseLength(text[start..end]);
            var clause = new Piece(start, length);
            places = Enter(text, clause, places, index == 0, line);
            _reading.Clauses.Add(new Clause(start, start + length, line, index, places));
            index++;
            start += length + 1;
            while (start < end && Bytes.IsBlank(text[start]))
            {
                start++;
            }
        }

        if (index > 2 && !_inAnswer)
        {
            ReadUnknownCause(text, first, places);
        }
    }

    /// <summary><c>go: M@V: words</c>: an error, whatever the words mean.</summary>
    private void ReadUnknownCause(ReadOnlySpan<byte> text, int first, Place places)
    {
        for (var i = first; i + 2 < _reading.Clauses.Count; i++)
        {
            var (head, subject) = (_reading.Clauses[i], _reading.Clauses[i + 1]);
            var words = text[subject.Start..subject.End];
            if (LineShapes.IsGoHead(text[head.Start..(head.End + 2)]) && LineShapes.VersionedPath(words) == words.Length)
            {
                _reading.Signs.Add(new Sign(_reading.Clauses[^1].Start, places, 0, Fact.UnknownCause));
                return;
            }
        }
    }

    private Place LinePlaces(ReadOnlySpan<byte> line, LineTraits traits)
    {
        var places = Place.None;
        if (line.StartsWith("remote:"u8))
        {
            places |= Place.Remote | Place.Vcs;
        }
        else if (LineShapes.IsVcsOutput(line))
        {
            places |= Place.Vcs;
            _kept |= Place.Vcs;
        }

        if (line.StartsWith("# get "u8))
        {
            places |= Place.Trace;
        }

        if (LineShapes.IsHttpStatusLine(line))
        {
            _kept |= Place.HttpAnswer;
            places |= Place.HttpAnswer;
            var code = Bytes.Number(line[(line.IndexOf((byte)' ') + 1)..], out _);
            _reading.Signs.Add(new Sign(_reading.Clauses.Count == 0 ? 0 : _reading.Clauses[^1].End, Place.HttpAnswer | Place.ModuleProxy, code, default));
        }

        return traits.HasFlag(LineTraits.ServerLog) || line.IndexOf("http-path="u8) >= 0 || line.IndexOf("operation=download."u8) >= 0 ? places | Place.ServerLog : places;
    }

    /// <summary>Up to the next colon that a blank or the line's end follows, outside of quotation marks.</summary>
    private static int ClauseLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny((byte)':', (byte)'"');
            if (next < 0)
            {
                return text.Length;
            }

            at += next;
            if (text[at] == '"')
            {
                var close = text[(at + 1)..].IndexOf((byte)'"');
                at += close < 0 ? 1 : close + 2;
                continue;
            }

            if (at + 1 == text.Length || Bytes.IsBlank(text[at + 1]))
            {
                return at;
            }

            at++;
        }

        return text.Length;
    }

    /// <summary>Notes what a clause tells, and returns the places that hold from here on in this line.</summary>
    private Place Enter(ReadOnlySpan<byte> text, Piece piece, Place places, bool isFirst, int line)
    {
        var clause = piece.Of(text).TrimStart("( "u8);
        piece = new Piece(piece.Start + piece.Length - clause.Length, clause.Length);
        if (clause.IsEmpty)
        {
            return places;
        }

        places = EnterUrl(text, piece, places);
        places = EnterVerb(text, piece, places);
        ReadStatus(clause, piece.Start, places);
        ReadHash(clause, text, piece, places);
        if (isFirst)
        {
            ReadHead(clause, line);
        }

        if (!_inAnswer)
        {
            ReadSubject(text, clause, piece);
        }

        return places;
    }

    private void ReadHead(ReadOnlySpan<byte> clause, int line)
    {
        _reading.IsGo |= clause.SequenceEqual("go"u8) || LineShapes.IsGoHead(clause) || clause.StartsWith("go get"u8) || clause.StartsWith("go mod"u8) || clause.StartsWith("package "u8) || clause.StartsWith("# get "u8)
            || clause.StartsWith("unexpected status"u8);
        _reading.BeginsWithNetwork |= line == 0 && GoNetwork.IsClause(clause);
    }
}
