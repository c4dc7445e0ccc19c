namespace Sluice.Doctor.Explain;

/// <summary>
/// Reads the nesting of Go's errors. The go command wraps from the outside to the inside, one colon a layer:
/// <c>go: M@V: verb URL: cause: cause</c>, with a server's answer or a version control program's output indented below. Each clause gets the
/// places of those before it, so that the same words mean different things in different places.
/// </summary>
internal sealed class ErrorReader
{
    private const Place Roles = Place.Checksum | Place.ModuleProxy | Place.Discovery | Place.Repository | Place.Toolchain;

    private readonly ErrorReading _reading = new();
    private Place _kept;
    private bool _inAnswer;

    /// <summary>Reads a block. The result is valid until the next call.</summary>
    public ErrorReading Read(Block block)
    {
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
        var (start, end, _, _, traits) = block.Lines[line];
        var text = block.Text;
        GatewayFaults.Read(text, new Piece(start, end - start), _reading);
        var places = _kept | LinePlaces(text[start..end], traits);
        var index = 0;
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
            ReadSubject(clause, piece);
        }

        return places;
    }

    private void ReadHead(ReadOnlySpan<byte> clause, int line)
    {
        _reading.IsGo |= clause.SequenceEqual("go"u8) || LineShapes.IsGoHead(clause) || clause.StartsWith("go get"u8) || clause.StartsWith("go mod"u8) || clause.StartsWith("package "u8) || clause.StartsWith("# get "u8)
            || clause.StartsWith("unexpected status"u8);
        _reading.BeginsWithNetwork |= line == 0 && GoNetwork.IsClause(clause);
    }

    private Place EnterUrl(ReadOnlySpan<byte> text, Piece piece, Place places)
    {
        var clause = piece.Of(text);
        var scheme = clause.IndexOf("://"u8);
        scheme = scheme < 0 && clause.IndexOf("https:/"u8) is >= 0 and var broken ? broken + 5 : scheme;
        if (scheme < 0)
        {
            return places;
        }

        var start = scheme;
        while (start > 0 && Bytes.IsLetter(clause[start - 1]))
        {
            start--;
        }

        var length = UrlLength(clause[start..]);
        var url = new Piece(piece.Start + start, length);
        var role = UrlRoles.Of(url.Of(text));
        role = clause.StartsWith("unable to access"u8) || clause.StartsWith("Authentication failed"u8) || clause.StartsWith("could not read"u8) ? Place.Repository : role;
        _reading.IsGo |= (role & (Place.Checksum | Place.ModuleProxy | Place.Discovery)) != 0;
        if (!_inAnswer)
        {
            (_reading.Url, _reading.Host) = (url, HostPiece(text, url));
            _reading.AnsweredRole = role;
            _kept = (_kept & ~Roles) | role;
            ReadRelay(url.Of(text), piece.Start, places);
        }

        return (places & ~Roles) | role;
    }

    private static int UrlLength(ReadOnlySpan<byte> text)
    {
        var length = Bytes.TokenLength(text);
        while (length > 0 && text[length - 1] is (byte)'.' or (byte)':' or (byte)']')
        {
            length--;
        }

        return length;
    }

    private static Piece HostPiece(ReadOnlySpan<byte> text, Piece url)
    {
        var host = UrlRoles.HostOf(url.Of(text));
        return host.IsEmpty ? default : new Piece(url.Start + url.Of(text).IndexOf(host), host.Length);
    }

    private void ReadRelay(ReadOnlySpan<byte> url, int position, Place places)
    {
        if (url.EndsWith("/supported"u8) && url.IndexOf("/sumdb/"u8) >= 0 && !places.HasFlag(Place.Trace))
        {
            _reading.Signs.Add(new Sign(position, places | Place.Checksum, 0, Fact.RelayRefused));
        }
    }

    /// <summary>Verbs that open a place: <c>lookup</c>, <c>dial tcp</c>, <c>proxyconnect tcp</c>, <c>git … in DIR</c>, <c>server response</c>.</summary>
    private Place EnterVerb(ReadOnlySpan<byte> text, Piece piece, Place places)
    {
        var clause = piece.Of(text);
        if (clause.SequenceEqual("server response"u8))
        {
            _inAnswer = true;
            _kept |= Place.Answer;
            return places | Place.Answer;
        }

        if (clause.StartsWith("lookup "u8) && clause.Length > 7)
        {
            return EnterLookup(text, new Piece(piece.Start + 7, Bytes.TokenLength(clause[7..])), places);
        }

        if (clause.StartsWith("proxyconnect "u8) || clause.StartsWith("socks connect "u8))
        {
            return places | Place.ForwardProxy;
        }

        if (clause.StartsWith("dial tcp"u8) || clause.StartsWith("dial udp"u8))
        {
            return EnterDial(text, piece, places);
        }

        if (GoNetwork.IsVcsCommand(clause))
        {
            _kept |= Place.Vcs;
            _reading.IsGo = true;
            return places | Place.Vcs;
        }

        if (clause.StartsWith("fatal"u8))
        {
            return places | Place.Vcs;
        }

        places |= clause.StartsWith("unzip "u8) ? Place.Unzip : Place.None;
        return clause.StartsWith("download go1"u8) ? places | Place.Toolchain : places;
    }

    private Place EnterLookup(ReadOnlySpan<byte> text, Piece host, Place places)
    {
        var name = host.Of(text);
        var role = UrlRoles.OfHost(name);
        _reading.IsGo |= role != Place.None;
        if (UrlRoles.HasSearchDomain(name))
        {
            _reading.Signs.Add(new Sign(host.Start, places | Place.Lookup, 0, Fact.SearchDomain));
        }

        if (_inAnswer)
        {
            _reading.FarHost = host;
        }
        else if (!places.HasFlag(Place.ForwardProxy))
        {
            _reading.Host = host;
        }

        return places | Place.Lookup | ((places & Roles) == 0 ? role : Place.None);
    }

    private Place EnterDial(ReadOnlySpan<byte> text, Piece piece, Place places)
    {
        var clause = piece.Of(text);
        var address = clause.Length > 9 ? clause[9..] : [];
        address = address[..Bytes.TokenLength(address)];
        if (address.IsEmpty)
        {
            return places | Place.Dial;
        }

        var host = UrlRoles.WithoutPort(address);
        var hostPiece = new Piece(piece.Start + 9 + address.IndexOf(host), host.Length);
        if (places.HasFlag(Place.ForwardProxy))
        {
            _reading.ForwardProxy = new Piece(piece.Start + 9, address.Length);
            return places | Place.Dial;
        }

        if (_inAnswer)
        {
            return places | Place.Dial;
        }

        if (_reading.Host.IsNone)
        {
            _reading.Host = hostPiece;
        }
        else if (!_reading.Url.IsNone && UrlRoles.IsPublicHost(_reading.Host.Of(text)) && UrlRoles.IsInsideAddress(host))
        {
            _reading.Signs.Add(new Sign(piece.Start, places | Place.Dial, 0, Fact.InsideAddress));
        }

        return places | Place.Dial;
    }

    private void ReadStatus(ReadOnlySpan<byte> clause, int position, Place places)
    {
        var status = StatusOf(clause, places);
        if (status == 0)
        {
            return;
        }

        var isUnasked = (places & (Roles | Place.Vcs | Place.ServerLog)) == 0;
        var role = isUnasked ? places | Place.ModuleProxy : places;
        if (places.HasFlag(Place.Trace) && status is 404 or 410)
        {
            if (!places.HasFlag(Place.ModuleProxy))
            {
                return;
            }

            _reading.Signs.Add(new Sign(position, places, 0, GoNetwork.SecondsOf(clause) >= ExplainLimits.SlowNotFoundSeconds ? Fact.SlowNotFound : Fact.ProbeNotFound));
            return;
        }

        if (status is >= 200 and < 400 && places.HasFlag(Place.ServerLog))
        {
            _reading.Signs.Add(new Sign(position, places, 0, Fact.HealthyLog));
        }

        if (status >= 400)
        {
            _reading.Signs.Add(new Sign(position, role, status, default));
        }
    }

    /// <summary><c>404 Not Found</c>, <c>502 Bad Gateway (0.5s)</c>; in a server's log <c>http-status=500</c>. 0 for none.</summary>
    private static int StatusOf(ReadOnlySpan<byte> clause, Place places)
    {
        if (places.HasFlag(Place.ServerLog))
        {
            var at = clause.IndexOf("status="u8);
            return at < 0 ? 0 : Math.Max(0, Bytes.Number(clause[(at + 7)..], out _));
        }

        var code = Bytes.Number(clause, out var digits);
        return digits == 3 && code is >= 200 and < 600 && clause.Length > 4 && clause[3] == ' ' && Bytes.IsLetter(clause[4]) ? code : 0;
    }

    /// <summary><c>go.sum:     h1:…</c>, <c>sum.golang.org: h1:…</c>.</summary>
    private void ReadHash(ReadOnlySpan<byte> clause, ReadOnlySpan<byte> text, Piece piece, Place places)
    {
        if (clause.IndexOfAny(" \t/"u8) >= 0 || piece.Start + piece.Length + 4 >= text.Length)
        {
            return;
        }

        var rest = text[(piece.Start + piece.Length + 1)..].TrimStart(" \t"u8);
        if (!rest.StartsWith("h1:"u8) || clause.SequenceEqual("downloaded"u8))
        {
            return;
        }

        _reading.Signs.Add(new Sign(piece.Start, places, 0, clause.SequenceEqual("go.sum"u8) ? Fact.GoSumHash : Fact.DatabaseHash));
        _reading.IsGo = true;
    }

    private void ReadSubject(ReadOnlySpan<byte> clause, Piece piece)
    {
        var skip = GoNetwork.WordsBeforeSubject(clause);
        var rest = clause[skip..];
        var length = LineShapes.PathLength(rest);
        if (length == 0 || (skip == 0 && rest[..length].IndexOf((byte)'/') < 0) || rest[..length].EndsWith(".go"u8))
        {
            return;
        }

        var versioned = LineShapes.VersionedPath(rest);
        _reading.IsGo |= versioned > 0 || skip > 0 || length == rest.Length;
        if (versioned == 0 && skip == 0 && length < rest.Length && rest[length] != ' ')
        {
            return;
        }

        _reading.Module = new Piece(piece.Start + skip, length);
        _reading.Version = versioned > 0 ? new Piece(piece.Start + skip + length + 1, VersionLength(rest[(length + 1)..versioned])) : GoNetwork.VersionBehind(rest, length, piece.Start + skip);
        if (skip > 0 && clause.StartsWith("finding "u8) && GoNetwork.IsPrefixOfModule(rest[..length]))
        {
            _reading.Signs.Add(new Sign(piece.Start, Place.None, 0, Fact.PrefixProbe));
        }
    }

    /// <summary>Without <c>/go.mod</c>, which the checksum lines put behind a version.</summary>
    private static int VersionLength(ReadOnlySpan<byte> version) => version.EndsWith("/go.mod"u8) ? version.Length - 7 : version.Length;
}
