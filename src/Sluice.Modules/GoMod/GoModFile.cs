using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.GoMod.Syntax;
using Sluice.Modules.Paths;

namespace Sluice.Modules.GoMod;

/// <summary>
/// A go.mod file (https://go.dev/ref/mod#go-mod-file), with the directives of Go 1.26, its comments, blank lines and order. Immutable;
/// <see cref="GoModEditor"/> makes changed ones. Bytes that are not UTF-8 survive printing; in properties a stray byte 0xNN is U+DCNN.
/// </summary>
public sealed class GoModFile
{
    internal static readonly HashSet<string> UniqueStrict = new(["exclude", "replace", "tool", "ignore"], StringComparer.Ordinal);
    private static readonly HashSet<string> UniqueLax = new(["ignore"], StringComparer.Ordinal);
    private readonly SyntaxFile _syntax;

    internal GoModFile(SyntaxFile syntax, GoModParsing parsing)
    {
        _syntax = syntax;
        Parsing = parsing;
    }

    /// <summary>How the file was read.</summary>
    public GoModParsing Parsing { get; }

    /// <summary>The module directive; null when there is none, which the go command refuses for anything but a main module.</summary>
    public ModuleDirective? Module { get; internal init; }

    /// <summary>The version of the go directive, <c>1.21.0</c>; null when there is none, which means 1.16 in a dependency.</summary>
    public string? Go { get; internal init; }

    /// <summary>The name of the toolchain directive, <c>go1.22.1</c> or <c>default</c>; null when there is none. Lax parsing passes it over.</summary>
    public string? Toolchain { get; internal init; }

    /// <summary>The godebug directives, in order. Lax parsing passes them over.</summary>
    public IReadOnlyList<GodebugDirective> Godebugs { get; internal init; } = [];

    /// <summary>The import paths of tool directives, in order. Lax parsing passes them over.</summary>
    public IReadOnlyList<PathDirective> Tools { get; internal init; } = [];

    /// <summary>The directories of ignore directives, in order.</summary>
    public IReadOnlyList<PathDirective> Ignores { get; internal init; } = [];

    /// <summary>The require directives, in order; a path may occur more than once.</summary>
    public IReadOnlyList<Requirement> Requirements { get; internal init; } = [];

    /// <summary>The exclude directives, in order. Lax parsing passes them over.</summary>
    public IReadOnlyList<Exclusion> Exclusions { get; internal init; } = [];

    /// <summary>The replace directives, in order. Lax parsing passes them over.</summary>
    public IReadOnlyList<Replacement> Replacements { get; internal init; } = [];

    /// <summary>The retract directives, in order. Lax parsing passes over malformed ones.</summary>
    public IReadOnlyList<Retraction> Retractions { get; internal init; } = [];

    /// <summary>Parses a go.mod, up to <see cref="GoModLimits.MaxFileBytes"/> long.</summary>
    /// <param name="content">The file's bytes. CRLF line ends are fine; a byte order mark is an error, as in the go command.</param>
    /// <param name="fileName">What errors call the file.</param>
    /// <param name="parsing">How much must be right.</param>
    /// <param name="file">The file; null on failure.</param>
    /// <param name="errors">
    /// Empty on success. Else all mistakes, those of syntax first, then those of meaning, each in the order of the file; the first is the
    /// one that the go command finds first.
    /// </param>
    public static bool TryParse(
        ReadOnlySpan<byte> content,
        string fileName,
        GoModParsing parsing,
        [NotNullWhen(true)] out GoModFile? file,
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
        var read = new GoModReader(found, parsing).Read(syntax);
        file = errors.Count == 0 ? read : null;
        return file is not null;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, string, GoModParsing, out GoModFile?, out IReadOnlyList{GoModError})"/>
    public static bool TryParse(
        string content,
        string fileName,
        GoModParsing parsing,
        [NotNullWhen(true)] out GoModFile? file,
        out IReadOnlyList<GoModError> errors)
    {
        ArgumentNullException.ThrowIfNull(content);
        return TryParse(Encoding.UTF8.GetBytes(content), fileName, parsing, out file, out errors);
    }

    /// <summary>Parses a go.mod.</summary>
    /// <exception cref="FormatException">The file is malformed; the message has all errors, one a line.</exception>
    public static GoModFile Parse(string content, string fileName, GoModParsing parsing) =>
        TryParse(content, fileName, parsing, out var file, out var errors) ? file : throw new FormatException(string.Join('\n', errors));

    /// <summary>The go.mod of a version that has none (golang.org/x/mod, <c>LegacyGoMod</c>): a module line and nothing else.</summary>
    public static byte[] Synthesise(ModulePath path) => Encoding.UTF8.GetBytes($"module {GoQuoting.AutoQuote(path.Value)}\n");

    /// <summary>
    /// The path of the module directive, found without parsing the rest, which may be broken (golang.org/x/mod/modfile, <c>ModulePath</c>).
    /// Null when there is none, or it is malformed.
    /// </summary>
    public static string? ModulePathOf(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range];
            var comment = line.IndexOf("//"u8);
            line = comment < 0 ? line : line[..comment];
            if (line.IndexOf("module"u8) < 0)
            {
                continue;
            }

            var text = LosslessText.Decode(line).AsSpan().Trim();
            var path = text.StartsWith("module") ? text["module".Length..].TrimStart() : default;
            if (path.IsEmpty || path.Length == text.Length - "module".Length)
            {
                continue;
            }

            var value = path[0] is '"' or '`' ? GoQuoting.Unquote(path) : path.ToString();
            return string.IsNullOrEmpty(value) ? null : value;
        }

        return null;
    }

    /// <summary>
    /// The file as <c>go mod edit -fmt</c> of Go 1.24 and later leaves it: standard layout, blocks sorted, duplicate lines dropped, a block of
    /// one line made a line. Formatting twice changes nothing more (the go command sometimes needs two runs). Where the go command would
    /// lose a comment on the brackets of a block, the block stays.
    /// </summary>
    public byte[] Format() => SyntaxNormaliser.Normalise(_syntax, Parsing == GoModParsing.Strict ? UniqueStrict : UniqueLax, Go).Print();

    /// <summary>The file in standard layout, with everything in its place. A file that is laid out so already comes out byte for byte.</summary>
    public byte[] Print() => _syntax.Print();
}
