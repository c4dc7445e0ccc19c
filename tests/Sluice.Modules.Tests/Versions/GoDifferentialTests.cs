using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

/// <summary>Random texts near the grammar: Sluice must say of each what Go says.</summary>
public sealed class GoDifferentialTests
{
    private const int Cases = 4000;

    private static readonly string[] PathPieces =
    [
        "a", "Z", "0", "1", "2", "10", "/", "/v", "/v2", "/v1", ".v", ".v0", ".v1", ".v3", "-unstable", "gopkg.in/", "x.y/", "example.com/m", ".", "..", "-", "_", "~", "~1",
        "+", "!", "!b", "@", " ", "con", "aux.", "NUL", "com1", "lpt0", "é", "испытание", "K", "😀", "\\", ":", "\u0000", "\t", "#", "%", "[", "v", "/v02", ".x",
    ];

    private static readonly string[] VersionPieces =
    [
        "v", "v1", "v0", "v2", "v1.2", "v1.2.3", "v0.0.0", "v10.0.0", "-", "+", ".", "0", "00", "1", "9", "19", "99", "-0", "-0.", "-pre", "-pre.0", "-pre.0.", ".0.", "-rc.1", "a", "A",
        "20190311183353", "20191311183353", "2019031118335", "-20190311183353", "-d8887717615a", "-hash", "+incompatible", "+meta", "é", " ", "/",
    ];

    private static readonly string[] GlobPieces = ["a", "b", "c", "/", "*", "?", "[", "]", "[a-c]", "[^b]", "[^a-b]", "[/]", "[^x]", "\\", "\\*", "-", "^", ".", "x.y"];

    private static readonly string[] TextPieces = ["a", "b", "c", "/", "-", "]", "*", ".", "x.y"];

    [Fact]
    public Task Paths_are_judged_and_split_as_Go_does() => CompareAsync(1, dice => ["path", RandomPath(dice)], question =>
    {
        var path = question[1];
        var split = PathMajor.Split(path, out var major);
        return $"{Word(ModulePath.TryParse(path, out _, out _))} {Word(PathRules.Check(path, PathKind.Import) is null)} {Word(PathRules.Check(path, PathKind.File) is null)}   {Bool(split)}   {major.Prefix}   {major.Suffix}";
    });

    [Fact]
    public Task Escaped_paths_and_versions_are_read_as_Go_does() => CompareAsync(2, dice => ["unescape", RandomPath(dice)], question =>
    {
        var unescaped = CaseEscaping.TryUnescape(question[1], out var text);
        var isPath = unescaped & ModulePath.TryParse(text, out _, out _);
        var isVersion = unescaped && Revision.TryParse(text, out _, out _);
        return $"{Word(isPath)}   {(isPath ? text : "")}   {Word(isVersion)}   {(isVersion ? text : "")}";
    });

    [Fact]
    public Task Versions_and_pseudo_versions_are_read_as_Go_does() => CompareAsync(3, dice => ["version", RandomVersion(dice)], question =>
    {
        var text = question[1];
        var parts = $"{SemVer.Canonical(text)}   {SemVer.MajorOf(text)}   {SemVer.MajorMinorOf(text)}";

        // A ModuleVersion has no build metadata but +incompatible; Go's functions take any.
        if (!ModuleVersion.TryParse(text, out var version, out _) || !PseudoVersion.TryParse(version, out var pseudo))
        {
            return $"{parts}   false      no      none";
        }

        var hasBase = pseudo.TryGetBase(out var known, out _);
        return $"{parts}   true   {known?.Value}   {Word(hasBase)}   {pseudo.Revision}   {pseudo.Time?.ToUnixTimeSeconds().ToString() ?? "none"}";
    }, question => question[1].Contains('+') && !question[1].EndsWith("+incompatible", StringComparison.Ordinal));

    [Fact]
    public Task Versions_are_ordered_as_Go_does() => CompareAsync(
        4, dice => ["compare", RandomVersion(dice), RandomVersion(dice)], question => $"{SemVer.Compare(question[1], question[2])}");

    [Fact]
    public Task Majors_match_as_in_Go() => CompareAsync(5, dice => ["major", RandomPath(dice), RandomVersion(dice)], question =>
        ModuleVersion.TryParse(question[2], out var version, out _) && PathMajor.Split(question[1], out var split)
            ? Bool(split.Matches(version))
            : "skip");

    [Fact]
    public Task Malformed_globs_are_refused_where_Go_calls_them_bad() => CompareAsync(
        6, dice => ["glob", dice.Text(GlobPieces, 5)], question => Word(PathPatterns.TryParse(question[1], out _, out _)),
        question => question[1].EndsWith('/'));

    [Fact]
    public Task Pattern_lists_match_as_in_Go() => CompareAsync(
        7, dice => ["patterns", dice.Text([.. GlobPieces, ",", "/"], 7), dice.Text(TextPieces, 6)],
        question => PathPatterns.TryParse(question[1], out var patterns, out _) ? Bool(patterns.Matches(question[2])) : "skip",
        question => question[1].Contains("//", StringComparison.Ordinal));

    private static async Task CompareAsync(ulong seed, Func<Dice, string[]> ask, Func<string[], string> answer, Predicate<string[]>? beyond = null)
    {
        var dice = new Dice(seed);
        var questions = Enumerable.Range(0, Cases).Select(_ => ask(dice)).Where(question => beyond?.Invoke(question) != true).ToArray();
        var expected = await GoOracle.AskAsync(questions);
        var wrong = questions.Zip(expected).Select(pair => (pair.First, Go: Squeeze(pair.Second), Ours: Squeeze(answer(pair.First))))
            .Where(pair => pair.Ours != "skip" && pair.Ours != pair.Go)
            .Select(pair => $"{string.Join(" | ", pair.First)}: Go says {pair.Go}, Sluice {pair.Ours}").Take(10).ToArray();
        Assert.NotEqual(1, expected.Distinct().Count());
        Assert.Empty(wrong);
    }

    private static string RandomPath(Dice dice) => dice.Next(3) == 0
        ? dice.Text(PathPieces, 6)
        : dice.Spoil(dice.Pick(["example.com/a/b/v2", "gopkg.in/yaml.v2", "gopkg.in/a/b.v0-unstable", "x.y/z~1/v3", "github.com/user/Name.js", "example.com/!big/m"]), PathPieces);

    private static string RandomVersion(Dice dice) => dice.Next(3) == 0
        ? dice.Text(VersionPieces, 6)
        : dice.Spoil(
            dice.Pick(["v1.2.3", "v1.2.4-0.20190311183353-d8887717615a", "v1.0.0-pre.0.20190311183353-d8887717615a", "v2.0.0-20190311183353-abc", "v0.0.0-20190311183353-hash", "v3.1.0+incompatible", "v3.1.1-0.20190311183353-hash+incompatible", "v1.2.100-rc.10", "v1.2.3-0.0.20190311183353-hash"]),
            VersionPieces);

    private static string Word(bool ok) => ok ? "ok" : "no";

    private static string Bool(bool value) => value ? "true" : "false";

    /// <summary>fmt.Sprint puts blanks between some operands and not between others: blanks do not count.</summary>
    private static string Squeeze(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
