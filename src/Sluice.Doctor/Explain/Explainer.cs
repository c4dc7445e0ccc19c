using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Explain;

/// <summary>
/// Reads the output of a go command (or a log that holds some) and says what it means: unwrap, join, parse, judge, fold. One pass, bounded memory,
/// any length. Use an instance for one text; not for concurrent use.
/// </summary>
public sealed class Explainer
{
    private readonly PatternSet _patterns;
    private readonly LineUnwrapper _unwrapper;
    private readonly BlockBuilder _builder = new();
    private readonly Judge _judge;
    private readonly FindingTable _table;
    private readonly LineSplitter _splitter;
    private bool _isForeign;

    /// <summary>Prepares to read a text.</summary>
    /// <param name="knowledge">What is known.</param>
    /// <param name="source">The text's name in evidence: a file, or <c>stdin</c>.</param>
    public Explainer(KnowledgeBase knowledge, string source)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        _patterns = knowledge.Patterns;
        _unwrapper = new LineUnwrapper(Take);
        _judge = new Judge(knowledge);
        _table = new FindingTable(knowledge, source);
        _splitter = new LineSplitter(ReadLine);
    }

    /// <summary>Reads a whole text. Cancelling ends the reading; what was read so far is explained all the same.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<Explanation> ExplainAsync(Stream text, string source, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var explainer = new Explainer(knowledge, source);
        var buffer = new byte[ExplainLimits.ReadBytes];
        try
        {
            int read;
            while ((read = await text.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0)
            {
                explainer.Feed(buffer.AsSpan(0, read));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever stops an endless text wants to know what was in it; the caller sees its own token. A read from a terminal does not end by itself:
            // it is left behind, with the buffer.
        }

        return explainer.Finish();
    }

    /// <summary>Reads a piece of the text; it may end anywhere.</summary>
    public void Feed(ReadOnlySpan<byte> bytes) => _splitter.Feed(bytes);

    /// <summary>Reads what is left and explains all of it.</summary>
    public Explanation Finish()
    {
        _splitter.Finish();
        Flush();
        return _table.Finish(_splitter.Lines, _splitter.SizeBytes);
    }

    /// <summary>Most lines of most logs hold nothing of interest, and are dropped here after one pass over their bytes.</summary>
    private void ReadLine(ReadOnlySpan<byte> line, long number)
    {
        if (_builder.IsOpen || _patterns.Automaton.IsIn(line))
        {
            _unwrapper.Unwrap(line, number);
        }
    }

    private void Take(ReadOnlySpan<byte> text, int indent, long number, LineTraits traits)
    {
        traits |= ForeignTrait(text, indent);
        if (!_builder.Joins(text, indent))
        {
            Flush();
            if (!_patterns.Automaton.IsIn(text))
            {
                return;
            }
        }

        _builder.Add(text, indent, number, traits);
        if (indent == 0 && IsSuccess(text))
        {
            Flush();
            _table.NoteGoodEnd();
        }
    }

    private LineTraits ForeignTrait(ReadOnlySpan<byte> text, int indent)
    {
        if (LineShapes.BeginsForeignOutput(text) || LineShapes.IsTestPosition(text))
        {
            _isForeign = true;
        }
        else if (_isForeign && indent == 0 && (LineShapes.EndsForeignOutput(text) || LineShapes.IsVcsOutput(text)))
        {
            _isForeign = false;
        }

        return _isForeign ? LineTraits.Foreign : LineTraits.None;
    }

    private void Flush()
    {
        if (_builder.Block.Count == 0)
        {
            return;
        }

        if (_judge.TryJudge(_builder.Block, out var verdict))
        {
            _table.Add(verdict, _builder.Block);
        }

        _builder.Block.Clear();
    }

    /// <summary>Words of build systems for a run that went well as a whole.</summary>
    private static bool IsSuccess(ReadOnlySpan<byte> text) =>
        text.StartsWith("Job succeeded"u8) || text.StartsWith("Finished: SUCCESS"u8) || text.IndexOf("exit code 0"u8) >= 0 || text.IndexOf("exit code: 0"u8) >= 0 || text.StartsWith("naming to "u8)
        || text.StartsWith("writing image sha256"u8) || text.StartsWith("Successfully tagged"u8) || text.StartsWith("Successfully built"u8);
}
