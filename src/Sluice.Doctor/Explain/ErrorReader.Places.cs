namespace Sluice.Doctor.Explain;

/// <content>What opens a place: URLs and verbs.</content>
internal sealed partial class ErrorReader
{
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
}
