namespace Sluice.Doctor.Explain;

/// <summary>
/// Joins the lines that make one error: an import chain, what git printed below <c>exit status 128:</c>, what a server answered, a report of
/// mismatching hashes, an HTTP answer. Indentation decides where it is left; wrappings that lose it are met by what the lines before promise.
/// </summary>
internal sealed class BlockBuilder
{
    private int _answerLines;
    private Shape _shape;

    /// <summary>The lines joined so far.</summary>
    public Block Block { get; } = new();

    /// <summary>Whether something is open that lines without any known phrase may belong to.</summary>
    public bool IsOpen => Block.Count > 0;

    /// <summary>Whether a line belongs to what is open.</summary>
    public bool Joins(ReadOnlySpan<byte> text, int indent)
    {
        if (Block.Count == 0 || !Block.HasRoom(text.Length))
        {
            return false;
        }

        var isHead = LineShapes.IsHead(text);
        var head = Block.Lines[0];
        if (_shape.HasFlag(Shape.HttpAnswer))
        {
            return Block.Count < ExplainLimits.MaxHttpAnswerLines && !isHead && !LineShapes.IsHttpStatusLine(text);
        }

        if (_shape.HasFlag(Shape.Answer) && (indent > head.Indent || !isHead) && _answerLines < ExplainLimits.MaxAnswerLines + 2)
        {
            return !LineShapes.EndsOutput(text);
        }

        if (indent > head.Indent)
        {
            return true;
        }

        if (_shape.HasFlag(Shape.GoMod) && LineShapes.IsFilePosition(text))
        {
            return true;
        }

        if (isHead || LineShapes.EndsOutput(text))
        {
            return _shape.HasFlag(Shape.Promise) && indent > 0;
        }

        return (_shape.HasFlag(Shape.Promise) && indent >= head.Indent)
            || (_shape.HasFlag(Shape.Vcs) && LineShapes.IsVcsOutput(text))
            || (_shape.HasFlag(Shape.Hashes) && LineShapes.IsPartOfMismatch(text))
            || (indent > 0 && indent == head.Indent);
    }

    /// <summary>Adds a line to what is open, or opens with it.</summary>
    public void Add(ReadOnlySpan<byte> text, int indent, long number, LineTraits traits)
    {
        if (Block.Count == 0)
        {
            _shape = Shape.None;
            _answerLines = 0;
        }

        if (!Block.HasRoom(text.Length))
        {
            return;
        }

        Block.Add(text, indent, number, traits);
        _answerLines += _shape.HasFlag(Shape.Answer) ? 1 : 0;
        _shape = (_shape & ~Shape.Promise) | ShapeOf(text);
    }

    private static Shape ShapeOf(ReadOnlySpan<byte> text)
    {
        var shape = text[^1] == ':' || text.EndsWith(" requires"u8) || text.EndsWith(" imports"u8) || text.EndsWith(" updating to"u8) || text.EndsWith(" tested by"u8) ? Shape.Promise : Shape.None;
        shape |= text.IndexOf("server response:"u8) >= 0 ? Shape.Answer : Shape.None;
        shape |= text.IndexOf("exit status 1"u8) >= 0 || LineShapes.IsVcsOutput(text) ? Shape.Vcs : Shape.None;
        shape |= text.IndexOf("checksum mismatch"u8) >= 0 ? Shape.Hashes : Shape.None;
        shape |= text.IndexOf("go.mod:"u8) >= 0 || text.IndexOf("go.work:"u8) >= 0 ? Shape.GoMod : Shape.None;
        return shape | (LineShapes.IsHttpStatusLine(text) ? Shape.HttpAnswer : Shape.None);
    }

    [Flags]
    private enum Shape
    {
        None = 0,
        Promise = 1,
        Answer = 2,
        Vcs = 4,
        Hashes = 8,
        GoMod = 16,
        HttpAnswer = 32,
    }
}
