using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>Makes sense of the lines of a go.work (golang.org/x/mod/modfile, <c>WorkFile.add</c>).</summary>
internal sealed class GoWorkReader(GoModErrors errors)
{
    private readonly DirectiveReader _reader = new(errors);
    private readonly List<GodebugDirective> _godebugs = [];
    private readonly List<PathDirective> _uses = [];
    private readonly List<Replacement> _replacements = [];
    private string? _go;
    private string? _toolchain;

    public GoWorkFile Read(SyntaxFile syntax)
    {
        foreach (var line in BlockRules.Lines(syntax, BlockRules.OfGoWork, errors))
        {
            if (errors.IsFull)
            {
                break;
            }

            Read(line);
        }

        return new GoWorkFile(syntax)
        {
            Go = _go,
            Toolchain = _toolchain,
            Godebugs = _godebugs,
            Uses = _uses,
            Replacements = _replacements,
        };
    }

    private void Read(DirectiveLine line)
    {
        switch (line.Verb)
        {
            case "go":
                _go = _reader.TryReadGo(line, _go, isLax: false, out var version) ? version : _go;
                break;
            case "toolchain":
                _toolchain = _reader.TryReadToolchain(line, _toolchain, out var name) ? name : _toolchain;
                break;
            case "godebug" when _reader.ReadGodebug(line) is { } godebug:
                _godebugs.Add(godebug);
                break;
            case "use" when _reader.ReadPath(line, "usage: use local/dir") is { } use:
                _uses.Add(use);
                break;
            case "replace" when _reader.ReadReplacement(line) is { } replacement:
                _replacements.Add(replacement);
                break;
            case "godebug" or "use" or "replace":
                break; // Reported by its reader.
            default:
                _reader.Fail(line, $"unknown directive: {line.Verb}");
                break;
        }
    }
}
