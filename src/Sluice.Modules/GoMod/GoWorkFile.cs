using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>A go.work file (https://go.dev/ref/mod#go-work-file), with its comments, blank lines and order. Immutable.</summary>
public sealed class GoWorkFile
{
    private static readonly HashSet<string> Unique = new(["replace"], StringComparer.Ordinal);
    private readonly SyntaxFile _syntax;

    internal GoWorkFile(SyntaxFile syntax) => _syntax = syntax;

    /// <summary>The version of the go directive; null when there is none.</summary>
    public string? Go { get; internal init; }

    /// <summary>The name of the toolchain directive; null when there is none.</summary>
    public string? Toolchain { get; internal init; }

    /// <summary>The godebug directives, in order.</summary>
    public IReadOnlyList<GodebugDirective> Godebugs { get; internal init; } = [];

    /// <summary>The directories of use directives, in order.</summary>
    public IReadOnlyList<PathDirective> Uses { get; internal init; } = [];

    /// <summary>The replace directives, in order.</summary>
    public IReadOnlyList<Replacement> Replacements { get; internal init; } = [];

    /// <summary>Parses a go.work, up to <see cref="GoModLimits.MaxFileBytes"/> long. There is no lax form: no dependency has one.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="fileName">What errors call the file.</param>
    /// <param name="file">The file; null on failure.</param>
    /// <param name="errors">Empty on success. Else all mistakes, those of syntax first.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> content,
        string fileName,
        [NotNullWhen(true)] out GoWorkFile? file,
        out IReadOnlyList<GoModError> errors)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var found = new GoModErrors(fileName);
        errors = found.All;
        file = null;
        if (content.Length > GoModLimits.MaxFileBytes)
        {
            found.Add(GoModPosition.Start, GoModLimits.TooLarge);
            return false;
        }

        var syntax = SyntaxParser.Parse(LosslessText.Decode(content), found);
        var read = new GoWorkReader(found).Read(syntax);
        file = errors.Count == 0 ? read : null;
        return file is not null;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, string, out GoWorkFile?, out IReadOnlyList{GoModError})"/>
    public static bool TryParse(
        string content,
        string fileName,
        [NotNullWhen(true)] out GoWorkFile? file,
        out IReadOnlyList<GoModError> errors)
    {
        ArgumentNullException.ThrowIfNull(content);
        return TryParse(Encoding.UTF8.GetBytes(content), fileName, out file, out errors);
    }

    /// <summary>Parses a go.work.</summary>
    /// <exception cref="FormatException">The file is malformed; the message has all errors, one a line.</exception>
    public static GoWorkFile Parse(string content, string fileName) =>
        TryParse(content, fileName, out var file, out var errors) ? file : throw new FormatException(string.Join('\n', errors));

    /// <summary>The file as <c>go work edit -fmt</c> writes it; see <see cref="GoModFile.Format"/>.</summary>
    public byte[] Format() => SyntaxNormaliser.Normalise(_syntax, Unique, goVersion: null).Print();

    /// <summary>The file in standard layout, with everything in its place.</summary>
    public byte[] Print() => _syntax.Print();
}
