using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>Makes sense of the lines of a go.mod (golang.org/x/mod/modfile, <c>File.add</c>).</summary>
internal sealed class GoModReader(GoModErrors errors, GoModParsing parsing)
{
    private const string DeprecatedMark = "Deprecated:";
    private readonly DirectiveReader _reader = new(errors);
    private readonly bool _isLax = parsing == GoModParsing.Lax;
    private readonly List<GodebugDirective> _godebugs = [];
    private readonly List<PathDirective> _tools = [];
    private readonly List<PathDirective> _ignores = [];
    private readonly List<Requirement> _requirements = [];
    private readonly List<Exclusion> _exclusions = [];
    private readonly List<Replacement> _replacements = [];
    private readonly List<Retraction> _retractions = [];
    private ModuleDirective? _module;
    private string? _go;
    private string? _toolchain;

    public GoModFile Read(SyntaxFile syntax)
    {
        foreach (var line in BlockRules.Lines(syntax, BlockRules.OfGoMod, _isLax ? null : errors))
        {
            if (errors.IsFull)
            {
                break;
            }

            Read(line);
        }

        return new GoModFile(syntax, parsing)
        {
            Module = _module,
            Go = _go,
            Toolchain = _toolchain,
            Godebugs = _godebugs,
            Tools = _tools,
            Ignores = _ignores,
            Requirements = _requirements,
            Exclusions = _exclusions,
            Replacements = _replacements,
            Retractions = _retractions,
        };
    }

    private void Read(DirectiveLine line)
    {
        switch (line.Verb)
        {
            case "module":
                ReadModule(line);
                break;
            case "go":
                _go = _reader.TryReadGo(line, _go, _isLax, out var version) ? version : _go;
                break;
            case "require":
                if (_reader.TryReadModule(line, out var required))
                {
                    _requirements.Add(new Requirement(required, line.IsIndirect, line.Line.Start));
                }

                break;
            case "retract":
                ReadRetraction(line);
                break;
            case "ignore":
                Add(_ignores, _reader.ReadPath(line, "ignore directive expects exactly one argument"));
                break;
            case var _ when !_isLax:
                ReadOfMainModule(line);
                break;
        }
    }

    /// <summary>The directives that count in a main module only.</summary>
    private void ReadOfMainModule(DirectiveLine line)
    {
        switch (line.Verb)
        {
            case "toolchain":
                _toolchain = _reader.TryReadToolchain(line, _toolchain, out var name) ? name : _toolchain;
                break;
            case "godebug":
                Add(_godebugs, _reader.ReadGodebug(line));
                break;
            case "tool":
                Add(_tools, _reader.ReadPath(line, "tool directive expects exactly one argument"));
                break;
            case "exclude":
                if (_reader.TryReadModule(line, out var excluded))
                {
                    _exclusions.Add(new Exclusion(excluded, line.Line.Start));
                }

                break;
            case "replace":
                Add(_replacements, _reader.ReadReplacement(line));
                break;
            default:
                _reader.Fail(line, $"unknown directive: {line.Verb}");
                break;
        }
    }

    private static void Add<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }

    private void ReadModule(DirectiveLine line)
    {
        if (_module is not null)
        {
            _reader.Fail(line, "repeated module statement");
            return;
        }

        _module = new ModuleDirective("", DeprecationIn(line.Comment), line.Line.Start);
        if (line.Count != 1)
        {
            _reader.Fail(line, "usage: module module/path");
            return;
        }

        _module = _reader.TryReadText(line, 0, out var path) ? _module with { Path = path } : _module;
    }

    private void ReadRetraction(DirectiveLine line)
    {
        if (RetractionReader.TryRead(line, _isLax, out var interval, out var error))
        {
            _retractions.Add(new Retraction(interval.Low, interval.High, line.Comment, line.Line.Start));
            return;
        }

        if (!_isLax)
        {
            _reader.Fail(line, error);
        }
    }

    /// <summary>The first paragraph that starts with the mark, without it (golang.org/x/mod/modfile, <c>parseDeprecation</c>).</summary>
    private static string? DeprecationIn(string comment)
    {
        var at = comment.StartsWith(DeprecatedMark, StringComparison.Ordinal) ? 0 : comment.IndexOf("\n\n" + DeprecatedMark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var text = comment[(at + DeprecatedMark.Length + (at > 0 ? 2 : 0))..].TrimStart(' ');
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        text = end < 0 ? text : text[..end];
        return text.Length == 0 ? null : text;
    }
}
