using System.Text;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>Prints a tree in the standard layout (golang.org/x/mod/modfile, <c>Format</c> of 2024 and later, which drops needless blank lines).</summary>
internal sealed class SyntaxPrinter
{
    private readonly StringBuilder _text = new();
    private readonly List<SyntaxComment> _pending = [];
    private bool _indents;

    private SyntaxPrinter()
    {
    }

    public static string Print(SyntaxFile file)
    {
        var printer = new SyntaxPrinter();
        printer.PrintFile(file);
        return printer.Finish();
    }

    private void PrintFile(SyntaxFile file)
    {
        PrintComments(file.Before);
        for (var i = 0; i < file.Statements.Count; i++)
        {
            var statement = file.Statements[i];
            Print(statement);
            if (statement is not SyntaxCommentBlock)
            {
                EndLine();
            }

            if (i + 1 < file.Statements.Count)
            {
                EndLine();
            }
        }
    }

    private void Print(SyntaxNode node)
    {
        if (node.Before.Count > 0)
        {
            Trim();
            if (_text.Length > 0 && _text[^1] != '\n')
            {
                _text.Append('\n');
            }

            Indent();
            PrintComments(node.Before);
        }

        switch (node)
        {
            case SyntaxLine line:
                Print(line.Tokens);
                break;
            case SyntaxBlock block:
                PrintBlock(block);
                break;
        }

        _pending.AddRange(node.Suffix);
    }

    private void PrintBlock(SyntaxBlock block)
    {
        Print(block.Tokens);
        _text.Append(" (");
        _pending.AddRange(block.Left.Suffix);
        _indents = true;
        foreach (var line in block.Lines)
        {
            EndLine();
            Print(line);
        }

        _indents = false;
        EndLine();
        Print(block.Right);
        _text.Append(')');
    }

    private void PrintComments(List<SyntaxComment> comments)
    {
        foreach (var comment in comments)
        {
            _text.Append(comment.Text.AsSpan().Trim());
            EndLine();
        }
    }

    private void Print(List<string> tokens)
    {
        var separate = false;
        foreach (var token in tokens)
        {
            if (separate && token is not ("," or ")" or "]" or "}"))
            {
                _text.Append(' ');
            }

            _text.Append(token);
            separate = token is not ("(" or "[" or "{");
        }
    }

    private void EndLine()
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            if (i == 0)
            {
                _text.Append(' ');
            }
            else
            {
                Trim();
                _text.Append('\n');
                Indent();
            }

            _text.Append(_pending[i].Text.AsSpan().Trim());
        }

        _pending.Clear();
        Trim();
        var isBlank = _text.Length == 0 || (_text.Length >= 2 && _text[^1] == '\n' && _text[^2] == '\n');
        if (!isBlank)
        {
            _text.Append('\n');
        }

        Indent();
    }

    private void Indent()
    {
        if (_indents)
        {
            _text.Append('\t');
        }
    }

    private void Trim()
    {
        while (_text.Length > 0 && _text[^1] is '\t' or ' ')
        {
            _text.Length--;
        }
    }

    private string Finish()
    {
        while (_text.Length > 0 && _text[^1] == '\n' && (_text.Length == 1 || _text[^2] == '\n'))
        {
            _text.Length--;
        }

        return _text.ToString();
    }
}
