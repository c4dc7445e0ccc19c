using System.Collections.Frozen;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Knowledge;

/// <summary>What the doctor knows of findings: texts, fixes, and the patterns by which text is read. Immutable; safe for concurrent use.</summary>
public sealed class KnowledgeBase
{
    private static readonly Lazy<KnowledgeBase> BuiltInOnce = new(LoadBuiltIn);

    private readonly FrozenDictionary<string, KnowledgeEntry> _entries;
    private readonly FrozenDictionary<string, FindingCode> _faults;

    internal KnowledgeBase(IReadOnlyList<KnowledgeEntry> entries)
    {
        Entries = [.. entries.OrderBy(entry => FindingCodes.PlaceOf(entry.Code)).ThenBy(entry => entry.Code)];
        _entries = Entries.ToFrozenDictionary(entry => entry.Code.Id);
        _faults = Entries.SelectMany(entry => entry.Faults.Select(fault => (fault, entry.Code))).DistinctBy(pair => pair.fault).ToFrozenDictionary(pair => pair.fault, pair => pair.Code);
        Patterns = new PatternSet(Entries.SelectMany(entry => entry.Patterns.Select(pattern => pattern with { Severity = pattern.Severity ?? entry.Severity })));
    }

    /// <summary>What comes with Sluice.</summary>
    public static KnowledgeBase BuiltIn => BuiltInOnce.Value;

    /// <summary>All entries: those of the register in its order, then a team's own.</summary>
    public IReadOnlyList<KnowledgeEntry> Entries { get; }

    internal PatternSet Patterns { get; }

    /// <summary>The entry of a code; null where nothing is known.</summary>
    public KnowledgeEntry? Find(FindingCode code) => _entries.GetValueOrDefault(code.Id);

    /// <summary>A finding with the texts, the fixes, the actor and the probe of its code, filled in for its subject.</summary>
    /// <param name="finding">Its own actor, texts and fixes are replaced; severity and confidence stay.</param>
    public Finding Complete(Finding finding)
    {
        if (Find(finding.Code) is not { } entry)
        {
            return finding;
        }

        return finding with
        {
            Actor = entry.Actor,
            Title = FixPlaceholders.Fill(entry.Title, finding.Subject),
            Meaning = FixPlaceholders.Fill(entry.Meaning, finding.Subject),
            Fixes = [.. entry.Fixes.Select(fix => FixPlaceholders.Fill(fix, finding.Subject))],
            Probe = entry.Probe,
        };
    }

    internal FindingCode? CodeOfFault(string fault) => _faults.TryGetValue(fault, out var code) ? code : null;

    internal Severity SeverityOf(FindingCode code) => Find(code)?.Severity ?? Severity.Fatal;

    private static KnowledgeBase LoadBuiltIn()
    {
        var result = KnowledgeLoader.LoadBuiltIn();
        return result.Problems.Count == 0 ? result.Base! : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Problems));
    }
}
