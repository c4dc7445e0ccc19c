using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>
/// Changes a go.mod as <c>go mod edit</c> does: comments, order and blocks stay. Arguments are not checked one by one; the changed file is,
/// by <see cref="TryApply"/>. Not safe for use by several threads at once.
/// </summary>
public sealed class GoModEditor
{
    private readonly GoModParsing _parsing;
    private readonly SyntaxFile _syntax;

    /// <summary>Starts from a file, which stays as it is.</summary>
    /// <exception cref="ArgumentException">The file was parsed laxly: what was passed over cannot be edited.</exception>
    public GoModEditor(GoModFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Parsing != GoModParsing.Strict)
        {
            throw new ArgumentException("only a strictly parsed go.mod can be edited", nameof(file));
        }

        _parsing = file.Parsing;
        _syntax = SyntaxParser.Parse(LosslessText.Decode(file.Print()), new GoModErrors("go.mod"));
    }

    /// <summary>Sets the go directive, <c>1.22.0</c>; null drops it. A new one comes behind the module directive.</summary>
    public GoModEditor SetGo(string? version) => SetSingle("go", version, "module");

    /// <summary>Sets the toolchain directive, <c>go1.22.1</c>; null drops it. A new one comes behind the go directive.</summary>
    public GoModEditor SetToolchain(string? name) => SetSingle("toolchain", name, "go", "module");

    /// <summary>
    /// Requires a version. The first line for the path is changed, others go; without one, a line is added to the last block.
    /// </summary>
    /// <param name="module">Path and canonical version.</param>
    /// <param name="indirect">Whether it is to be marked <c>// indirect</c>; null leaves the mark as it is.</param>
    public GoModEditor SetRequirement(ModuleReference module, bool? indirect = null)
    {
        var lines = Lines("require", module.Path);
        string[] arguments = [Quote(module.Path), Quote(module.Version)];
        foreach (var line in lines.Skip(1))
        {
            SyntaxEditing.Remove(line);
        }

        if (lines.Count > 0)
        {
            SyntaxEditing.Update(lines[0], arguments);
        }

        var target = lines.Count > 0 ? lines[0].Line : SyntaxEditing.Add(_syntax, null, "require", arguments);
        if (indirect is { } mark)
        {
            SyntaxEditing.SetIndirect(target, mark);
        }

        return this;
    }

    /// <summary>Drops all requirements on a path.</summary>
    public GoModEditor DropRequirement(string path) => Drop("require", path, _ => true);

    /// <summary>Excludes a version, unless it is excluded already. A new line comes behind the last one for the path.</summary>
    public GoModEditor AddExclusion(ModuleReference module)
    {
        var lines = Lines("exclude", module.Path);
        if (!lines.Exists(line => line[1] == Quote(module.Version)))
        {
            SyntaxEditing.Add(_syntax, Last(lines), "exclude", Quote(module.Path), Quote(module.Version));
        }

        return this;
    }

    /// <summary>Drops the exclusion of a version.</summary>
    public GoModEditor DropExclusion(ModuleReference module) => Drop("exclude", module.Path, line => line[1] == Quote(module.Version));

    /// <summary>
    /// Replaces <paramref name="old"/>; with an empty version all versions, and replacements of single versions of the path go.
    /// </summary>
    /// <param name="old">What is replaced.</param>
    /// <param name="target">By what; a directory has an empty version.</param>
    public GoModEditor SetReplacement(ModuleReference old, ModuleReference target)
    {
        var ofPath = Lines("replace", old.Path);
        var same = ofPath.FindAll(line => old.Version.Length == 0 || VersionReplacedBy(line) == Quote(old.Version));
        string[] arguments = [.. Tokens(old), "=>", .. Tokens(target)];
        foreach (var line in same.Skip(1))
        {
            SyntaxEditing.Remove(line);
        }

        if (same.Count > 0)
        {
            SyntaxEditing.Update(same[0], arguments);
            return this;
        }

        SyntaxEditing.Add(_syntax, Last(ofPath), "replace", arguments);
        return this;
    }

    /// <summary>Drops the replacement of exactly <paramref name="old"/>: with an empty version, the one for all versions.</summary>
    public GoModEditor DropReplacement(ModuleReference old) =>
        Drop("replace", old.Path, line => VersionReplacedBy(line) == (old.Version.Length == 0 ? "" : Quote(old.Version)));

    /// <summary>Withdraws the versions from <paramref name="low"/> to <paramref name="high"/>; the same for a single one.</summary>
    /// <param name="low">The oldest version.</param>
    /// <param name="high">The newest version.</param>
    /// <param name="rationale">Why, lines parted by <c>\n</c>; becomes the comment above. Empty for none.</param>
    public GoModEditor AddRetraction(string low, string high, string rationale)
    {
        ArgumentNullException.ThrowIfNull(rationale);
        string[] arguments = low == high ? [Quote(low)] : ["[", Quote(low), ",", Quote(high), "]"];
        var line = SyntaxEditing.Add(_syntax, null, "retract", arguments);
        var comments = rationale.Length == 0 ? [] : rationale.Split('\n');
        line.Before.AddRange(comments.Select(text => new SyntaxComment(default, "// " + text)));
        return this;
    }

    /// <summary>Drops the retractions of exactly this interval.</summary>
    public GoModEditor DropRetraction(string low, string high)
    {
        foreach (var line in Lines("retract", null))
        {
            if (RetractionReader.TryRead(line, isLax: false, out var interval, out _) && interval == (low, high))
            {
                SyntaxEditing.Remove(line);
            }
        }

        return this;
    }

    /// <summary>
    /// Makes the changed file, formatted as by <see cref="GoModFile.Format"/>. Without any change, too. Fails when an argument was
    /// malformed; the errors say which line of the changed file.
    /// </summary>
    public bool TryApply(string fileName, [NotNullWhen(true)] out GoModFile? file, out IReadOnlyList<GoModError> errors)
    {
        var go = Lines("go", null) is [var line, ..] ? line[0] : null;
        var changed = SyntaxNormaliser.Normalise(_syntax, GoModFile.UniqueStrict, go).Print();
        return GoModFile.TryParse(changed, fileName, _parsing, out file, out errors);
    }

    private static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return GoQuoting.AutoQuote(text);
    }

    private static string[] Tokens(ModuleReference module) =>
        module.Version.Length == 0 ? [Quote(module.Path)] : [Quote(module.Path), Quote(module.Version)];

    private static string VersionReplacedBy(DirectiveLine line) => line[1] == "=>" ? "" : line[1];

    private static DirectiveLine? Last(List<DirectiveLine> lines) => lines.Count == 0 ? null : lines[^1];

    private GoModEditor SetSingle(string verb, string? value, params IReadOnlyList<string> behind)
    {
        var lines = Lines(verb, null);
        if (value is null)
        {
            lines.ForEach(SyntaxEditing.Remove);
        }
        else if (lines.Count > 0)
        {
            SyntaxEditing.Update(lines[0], Quote(value));
        }
        else
        {
            var hint = behind.SelectMany(other => Lines(other, null)).Select(line => (DirectiveLine?)line).FirstOrDefault();
            SyntaxEditing.Add(_syntax, hint, verb, Quote(value));
        }

        return this;
    }

    private GoModEditor Drop(string verb, string path, Predicate<DirectiveLine> which)
    {
        Lines(verb, path).FindAll(which).ForEach(SyntaxEditing.Remove);
        return this;
    }

    private List<DirectiveLine> Lines(string verb, string? path) =>
        [.. _syntax.Directives().Where(line => line.Verb == verb && (path is null || line[0] == Quote(path)))];
}
