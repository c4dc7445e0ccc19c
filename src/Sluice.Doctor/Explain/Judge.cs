using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Explain;

/// <summary>Decides what a block means: of all that its words could mean where they stand, the deepest cause that is proven. Not for concurrent use.</summary>
internal sealed class Judge(KnowledgeBase knowledge)
{
    private readonly PatternSet _patterns = knowledge.Patterns;
    private readonly ErrorReader _reader = new();
    private readonly List<PhraseHit> _hits = [];
    private readonly List<Candidate> _candidates = [];
    private int _askedLine;
    private bool _isOthers;

    /// <summary>Judges a block; false when it means nothing.</summary>
    public bool TryJudge(Block block, out Verdict verdict)
    {
        verdict = default;
        _hits.Clear();
        _candidates.Clear();
        _askedLine = -1;
        _patterns.Automaton.Find(block.Text, _patterns.Lengths, _hits);
        var reading = _reader.Read(block, _hits.Exists(_patterns.IsOfGateway));
        CollectPhrases(block, reading);
        CollectSigns(block, reading);
        CollectFault(block, reading);
        if (_candidates.Count == 0)
        {
            return false;
        }

        var best = Best();
        verdict = Describe(block, reading, best);
        return true;
    }

    private void CollectPhrases(Block block, ErrorReading reading)
    {
        ReadOnlySpan<byte> lower = [];
        foreach (var hit in _hits)
        {
            foreach (var compiled in _patterns.StartingWith(hit.Phrase))
            {
                var line = block.LineOf(hit.Start);
                var (start, end, _, _, traits) = block.LineInfo(line);
                var clause = reading.ClauseAt(hit.Start);
                lower = compiled.IsPlain || !lower.IsEmpty ? lower : block.ToLower();
                if (traits.HasFlag(LineTraits.Foreign) || !Fits(compiled, hit, clause, lower, start, end))
                {
                    continue;
                }

                if ((compiled.Pattern.IsGeneric && !IsAboutGo(reading, traits, clause)) || (compiled.Pattern.Severity != Severity.Benign && IsOthers(block, line)))
                {
                    continue;
                }

                Consider(compiled.Pattern, clause.Places, hit.Start, line, reading);
            }
        }
    }

    private static bool Fits(PatternSet.Compiled compiled, PhraseHit hit, Clause clause, ReadOnlySpan<byte> lower, int start, int end)
    {
        if ((compiled.AtStart && hit.Start - clause.Start > 1) || (compiled.Pattern.IsExact && clause.End - hit.End > 1))
        {
            return false;
        }

        return compiled.IsPlain || (HoldsRest(compiled, lower[hit.End..Math.Max(hit.End, end)]) && (compiled.Unless is null || lower[start..end].IndexOf(compiled.Unless) < 0));
    }

    private static bool HoldsRest(PatternSet.Compiled compiled, ReadOnlySpan<byte> behind)
    {
        foreach (var part in compiled.Rest)
        {
            var at = behind.IndexOf(part);
            if (at < 0)
            {
                return false;
            }

            behind = behind[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>
    /// Words that any program prints count where a Go download is talked about; without that only where git or ssh speak, or where Go's own words begin
    /// the line, and not in the log of some other program.
    /// </summary>
    private static bool IsAboutGo(ErrorReading reading, LineTraits traits, Clause clause) =>
        reading.IsGo || clause.Places.HasFlag(Place.Vcs) || ((traits & LineTraits.Structured) == 0 && (clause.Index == 0 || reading.BeginsWithNetwork));

    private void CollectSigns(Block block, ErrorReading reading)
    {
        foreach (var sign in reading.Signs)
        {
            var line = block.LineOf(sign.Position);
            if (block.Lines[line].Traits.HasFlag(LineTraits.Foreign) || IsOthers(block, line) || (sign.Status > 0 && !reading.IsGo && !sign.Places.HasFlag(Place.ServerLog) && !IsModuleAnswer(block, sign)))
            {
                continue;
            }

            foreach (var pattern in _patterns.Of(sign))
            {
                Consider(pattern, sign.Places, sign.Position, line, reading);
            }
        }
    }

    /// <summary>An HTTP answer that is that of a module proxy.</summary>
    private static bool IsModuleAnswer(Block block, Sign sign) =>
        sign.Places.HasFlag(Place.HttpAnswer) && (block.Text.IndexOf("not found: "u8) >= 0 || block.Text.IndexOf("bad request: "u8) >= 0 || block.Text.IndexOf("/@v/"u8) >= 0 || block.Text.IndexOf("gone: "u8) >= 0);

    /// <summary>Whether another program wrote a line; asked again and again for the same one.</summary>
    private bool IsOthers(Block block, int line)
    {
        if (_askedLine != line)
        {
            (_askedLine, _isOthers) = (line, OtherPrograms.Wrote(block.LineAt(line)));
        }

        return _isOthers;
    }

    private void CollectFault(Block block, ErrorReading reading)
    {
        if (!reading.Fault.IsNone && knowledge.CodeOfFault(Bytes.ToText(reading.Fault.Of(block.Text))) is { } code)
        {
            _candidates.Add(new Candidate(code, default, knowledge.SeverityOf(code), Strength.Certain, reading.FaultPosition, block.LineOf(reading.FaultPosition), false));
        }
    }

    private void Consider(Pattern pattern, Place places, int position, int line, ErrorReading reading)
    {
        if ((pattern.In != Place.None && (places & pattern.In) == 0) || (places & pattern.NotIn) != 0)
        {
            return;
        }

        if (FarSide.Of(pattern.Code, places, reading.AnsweredRole) is not { } placed)
        {
            return;
        }

        var severity = placed.Code == pattern.Code ? pattern.Severity ?? Severity.Fatal : knowledge.SeverityOf(placed.Code);
        var isProvisional = places.HasFlag(Place.Trace) && severity != Severity.Benign && pattern.Strength != Strength.Certain;
        _candidates.Add(new Candidate(placed.Code, placed.Detail, severity, pattern.Strength, position, line, isProvisional));
    }

    /// <summary>What is no problem gives way to what is; then the stronger wins, then the one further inside.</summary>
    private Candidate Best()
    {
        var best = _candidates[0];
        foreach (var candidate in _candidates)
        {
            if (Compare(candidate, best) > 0)
            {
                best = candidate;
            }
        }

        return best;
    }

    private static int Compare(in Candidate one, in Candidate other)
    {
        var worse = (one.Severity > Severity.Benign).CompareTo(other.Severity > Severity.Benign);
        if (worse != 0)
        {
            return worse;
        }

        if (one.Severity == Severity.Benign)
        {
            return Rank(one.Code).CompareTo(Rank(other.Code));
        }

        return one.Strength != other.Strength ? one.Strength.CompareTo(other.Strength) : one.Position.CompareTo(other.Position);
    }

    /// <summary>Of the benign ones the expected not-founds say most.</summary>
    private static int Rank(FindingCode code) => code == FindingCodes.BenignFallback404 ? 2 : code == FindingCodes.BenignProgress ? 1 : 0;

    private Verdict Describe(Block block, ErrorReading reading, Candidate best)
    {
        var symptom = SymptomOf(best);
        return new Verdict
        {
            Code = best.Code,
            Severity = best.Severity,
            Confidence = best.Strength == Strength.Weak ? Confidence.Possible : best.Strength == Strength.Certain ? Confidence.Proven : Confidence.Likely,
            IsWeak = best.Strength == Strength.Weak,
            IsProvisional = best.IsProvisional,
            Detail = best.Detail,
            Symptom = symptom,
            Line = best.Line,
            Module = reading.Module,
            Version = reading.Version,
            Host = best.Code == FindingCodes.ProxyConnectRefused && !reading.ForwardProxy.IsNone ? reading.ForwardProxy : reading.Host,
            Url = reading.Url,
            RequestId = reading.RequestId,
        };
    }

    /// <summary>The last other problem that the words spoke for.</summary>
    private FindingCode SymptomOf(in Candidate best)
    {
        for (var i = _candidates.Count - 1; i >= 0; i--)
        {
            var candidate = _candidates[i];
            if (candidate.Severity > Severity.Benign && candidate.Strength > Strength.Weak && candidate.Code != best.Code && candidate.Code != best.Detail)
            {
                return candidate.Code;
            }
        }

        return default;
    }

    private readonly record struct Candidate(FindingCode Code, FindingCode Detail, Severity Severity, Strength Strength, int Position, int Line, bool IsProvisional);
}
