namespace Sluice.Doctor.Explain;

/// <content>Statuses, hashes and subjects.</content>
internal sealed partial class ErrorReader
{
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

    private void ReadSubject(ReadOnlySpan<byte> text, ReadOnlySpan<byte> clause, Piece piece)
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

        var isSame = !_reading.Module.IsNone && rest[..length].SequenceEqual(_reading.Module.Of(text));
        _reading.Module = new Piece(piece.Start + skip, length);
        _reading.Version = versioned == 0 && isSame ? _reading.Version : versioned > 0 ? new Piece(piece.Start + skip + length + 1, VersionLength(rest[(length + 1)..versioned])) : GoNetwork.VersionBehind(rest, length, piece.Start + skip);
        if (skip > 0 && clause.StartsWith("finding "u8) && GoNetwork.IsPrefixOfModule(rest[..length]))
        {
            _reading.Signs.Add(new Sign(piece.Start, Place.None, 0, Fact.PrefixProbe));
        }
    }

    /// <summary>Without <c>/go.mod</c>, which the checksum lines put behind a version.</summary>
    private static int VersionLength(ReadOnlySpan<byte> version) => version.EndsWith("/go.mod"u8) ? version.Length - 7 : version.Length;
}
