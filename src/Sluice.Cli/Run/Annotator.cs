using Sluice.Cli.Output;
using Sluice.Cli.Run.Watching;
using Sluice.Doctor;

namespace Sluice.Cli.Run;

/// <summary>Says below the command's lines what they mean, as soon as it pauses. Text of more than a burst is explained piece by piece.</summary>
internal sealed class Annotator(StatusLine line, Ink ink)
{
    /// <summary>Most bytes that wait for a pause.</summary>
    private const int MaxPending = 64 * 1024;

    private readonly MemoryStream _pending = new();

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _pending.Write(bytes);
        if (_pending.Length >= MaxPending)
        {
            Finish();
        }
    }

    /// <summary>Explains what waits, if it ends with a line's end.</summary>
    public void Pause()
    {
        if (_pending.Length > 0 && _pending.GetBuffer()[_pending.Length - 1] == (byte)'\n')
        {
            Finish();
        }
    }

    /// <summary>Explains what waits.</summary>
    public void Finish()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        var explanation = OutputJudge.Explain([_pending.GetBuffer().AsMemory(0, (int)_pending.Length)]);
        _pending.SetLength(0);
        foreach (var finding in explanation.Findings.Concat(explanation.Notes))
        {
            var count = finding.Count > 1 ? $" ({finding.Count} lines)" : "";
            line.Say(Paint(finding.Severity, $"    ^ {finding.Severity.ToString().ToLowerInvariant()} [{finding.Code.Id}] {finding.Title.English}{count}"));
        }
    }

    private string Paint(Severity severity, string text) => severity switch
    {
        Severity.Fatal => ink.Red(text),
        Severity.Warning => ink.Yellow(text),
        _ => ink.Dim(text),
    };
}
