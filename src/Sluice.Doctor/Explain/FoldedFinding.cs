using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Explain;

/// <summary>A finding with all its repeats.</summary>
internal sealed class FoldedFinding
{
    private const int MaxSymptoms = 8;

    private readonly string _text;
    private readonly FindingCode _detail;
    private readonly List<string> _otherModules = [];
    private readonly List<FindingCode> _symptoms = [];
    private Confidence _confidence;
    private long _count = 1;

    public FoldedFinding(in Verdict verdict, Block block, long order)
    {
        var text = block.Text;
        Code = verdict.Code;
        Severity = verdict.Severity;
        IsWeak = verdict.IsWeak;
        IsProvisional = verdict.IsProvisional;
        FirstLine = block.Lines[verdict.Line].Number;
        FirstOrder = LastOrder = order;
        Subject = new Subject
        {
            Module = TextOf(verdict.Module, text),
            Version = TextOf(verdict.Version, text),
            Host = TextOf(verdict.Host, text),
            Url = TextOf(verdict.Url, text) is { } url ? ShownText.WithoutUsers(url, "") : null,
            RequestId = TextOf(verdict.RequestId, text),
        };
        var line = block.LineAt(verdict.Line);
        _text = ShownText.Line(line);
        _detail = verdict.Detail;
        _confidence = verdict.Confidence;
        NoteSymptom(verdict.Symptom);
    }

    public FindingCode Code { get; }

    public Severity Severity { get; }

    public bool IsWeak { get; private set; }

    public bool IsProvisional { get; private set; }

    public long FirstLine { get; }

    /// <summary>The place among all verdicts of the first one; lines do not tell, because one line may hold many.</summary>
    public long FirstOrder { get; }

    /// <summary>The place of the last one.</summary>
    public long LastOrder { get; private set; }

    public Subject Subject { get; }

    public IReadOnlyList<string> OtherModules => _otherModules;

    public IReadOnlyList<FindingCode> Symptoms => _symptoms;

    /// <summary>Counts one more.</summary>
    public void Repeat(in Verdict verdict, Block block, long order)
    {
        _count++;
        LastOrder = order;
        IsWeak &= verdict.IsWeak;
        IsProvisional &= verdict.IsProvisional;
        _confidence = verdict.Confidence > _confidence ? verdict.Confidence : _confidence;
        NoteSymptom(verdict.Symptom);
        if (!verdict.Module.IsNone && _otherModules.Count < ExplainLimits.MaxModules)
        {
            NoteModule(verdict.Module.Of(block.Text));
        }
    }

    public Finding ToFinding(string source) => new()
    {
        Code = Code,
        Severity = Severity,
        Confidence = _confidence,
        Subject = Subject,
        OtherModules = [.. _otherModules],
        Evidence = [new Sighting(source, _text) { Line = FirstLine }],
        Count = _count,
        Detail = _detail.Id.Length == 0 ? null : _detail,
    };

    private void NoteSymptom(FindingCode code)
    {
        if (code.Id.Length > 0 && _symptoms.Count < MaxSymptoms && !_symptoms.Contains(code))
        {
            _symptoms.Add(code);
        }
    }

    private void NoteModule(ReadOnlySpan<byte> module)
    {
        if (IsText(Subject.Module, module))
        {
            return;
        }

        foreach (var known in _otherModules)
        {
            if (IsText(known, module))
            {
                return;
            }
        }

        _otherModules.Add(Bytes.ToText(module));
    }

    private static bool IsText(string? text, ReadOnlySpan<byte> bytes) => text is not null && System.Text.Ascii.Equals(bytes, text);

    private static string? TextOf(Piece piece, ReadOnlySpan<byte> text) => piece.IsNone ? null : Bytes.ToText(piece.Of(text));
}
