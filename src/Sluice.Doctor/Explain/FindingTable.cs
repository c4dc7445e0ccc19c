using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Explain;

/// <summary>Folds verdicts: repeats into counts, symptoms under their causes. Bounded; nothing is allocated for a repeat.</summary>
internal sealed class FindingTable(KnowledgeBase knowledge, string source)
{
    private readonly Dictionary<string, FoldedFinding> _entries = new(StringComparer.Ordinal);
    private long _order;
    private long _lastSuccess;
    private long _goodEnd;
    private long _unlisted;

    /// <summary>Notes a verdict over a block.</summary>
    public void Add(in Verdict verdict, Block block)
    {
        _order++;
        _lastSuccess = verdict.Severity == Severity.Benign ? _order : _lastSuccess;
        Span<char> key = stackalloc char[320];
        var length = KeyOf(verdict, block, key);
        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(key[..length], out var known))
        {
            known.Repeat(verdict, block, _order);
            return;
        }

        if (_entries.Count >= ExplainLimits.MaxFindings)
        {
            _unlisted++;
            return;
        }

        lookup[key[..length]] = new FoldedFinding(verdict, block, _order);
    }

    /// <summary>Notes that a build system says that the run went well as a whole.</summary>
    public void NoteGoodEnd() => _goodEnd = ++_order;

    /// <summary>The explanation of all that was noted.</summary>
    /// <param name="lines">Lines read.</param>
    /// <param name="sizeBytes">Bytes read.</param>
    public Explanation Finish(long lines, long sizeBytes)
    {
        var problems = _entries.Values.Where(entry => entry.Severity > Severity.Benign && !(entry.IsProvisional && _lastSuccess > entry.LastOrder)).ToList();
        if (problems.Exists(entry => !entry.IsWeak))
        {
            problems.RemoveAll(entry => entry.IsWeak);
        }

        if (_goodEnd > 0 && problems.TrueForAll(entry => entry.LastOrder < _goodEnd))
        {
            problems.Clear();
        }

        var ordered = problems.OrderByDescending(entry => entry.Severity).ThenBy(entry => LayerOf(entry.Code)).ThenBy(entry => entry.FirstOrder).ThenBy(entry => entry.Code).ToList();
        var notes = problems.Count > 0
            ? []
            : _entries.Values.Where(entry => entry.Severity == Severity.Benign).OrderBy(entry => entry.Code != FindingCodes.BenignFallback404).ThenBy(entry => entry.Code == FindingCodes.BenignNotice).Select(Complete).ToList();
        return new Explanation(Fold(ordered), notes, lines, sizeBytes) { Unlisted = _unlisted };
    }

    private int KeyOf(in Verdict verdict, Block block, Span<char> key)
    {
        var id = verdict.Code.Id;
        id.CopyTo(key);
        var length = id.Length;
        if (verdict.Severity == Severity.Benign)
        {
            return length;
        }

        key[length++] = ' ';
        var entry = knowledge.Find(verdict.Code);
        var subject = (entry?.IsAboutModule == true ? verdict.Module : verdict.Host).Of(block.Text);
        foreach (var b in subject[..Math.Min(subject.Length, key.Length - length)])
        {
            key[length++] = (char)b;
        }

        return length;
    }

    /// <summary>What everything else rests on comes first: the machine, the network, the services, then what is said of modules.</summary>
    private static int LayerOf(FindingCode code) => code.Family switch
    {
        "disk" => 0,
        "dns" or "tcp" or "http2" or "tls" or "proxy" => 1,
        "goproxy" or "sumdb" or "gosum" or "vcs" or "toolchain" or "ratelimit" => 2,
        _ => 3,
    };

    /// <summary>Puts under a cause what it explains: shallower words of the same error, and findings for the same module that follow from it.</summary>
    private List<Finding> Fold(List<FoldedFinding> ordered)
    {
        var folded = new HashSet<FoldedFinding>();
        var findings = new List<Finding>();
        foreach (var cause in ordered)
        {
            if (folded.Contains(cause))
            {
                continue;
            }

            var symptoms = ordered.Where(other => other != cause && !folded.Contains(other) && cause.Severity == Severity.Fatal && Follows(other, cause)).ToList();
            folded.UnionWith(symptoms);
            var own = cause.Symptoms.Where(code => !symptoms.Exists(symptom => symptom.Code == code)).Select(code => knowledge.Complete(new Finding { Code = code, Severity = knowledge.SeverityOf(code), Subject = cause.Subject }));
            findings.Add(Complete(cause) with { Explains = [.. symptoms.Select(Complete), .. own] });
        }

        return findings;
    }

    private static bool Follows(FoldedFinding other, FoldedFinding cause) =>
        LayerOf(cause.Code) < 3 && LayerOf(other.Code) >= LayerOf(cause.Code) && other.Code != cause.Code
        && (other.Code == FindingCodes.ModuleNotFound || other.Code == FindingCodes.GoModNeedsTidy || other.Code == FindingCodes.VcsImportMeta || other.Code == FindingCodes.GoProxy404)
        && other.Subject.Module is { } module && (module == cause.Subject.Module || cause.OtherModules.Contains(module));

    private Finding Complete(FoldedFinding entry) => knowledge.Complete(entry.ToFinding(source));
}
