using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.GoMod;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Graph.Reading;

/// <summary>
/// Reads what <c>go mod graph</c>, <c>go list -m all</c>, <c>go list -m -json all</c> or <c>go list -deps -json</c> printed, told apart by form. Lines that the go command writes to
/// stderr (<c>go: downloading …</c>) may stand between.
/// </summary>
public static class GoOutputReader
{
    /// <summary>The pseudo-modules of Go 1.21 and later: versions of the language and of toolchains, which no proxy serves as modules of the build list.</summary>
    private static readonly HashSet<string> Pseudo = new(["go", "toolchain"], StringComparer.Ordinal);

    /// <summary>Reads a text.</summary>
    /// <param name="text">What the command printed.</param>
    /// <param name="fileName">What errors call it.</param>
    /// <param name="output">What it says; null on failure.</param>
    /// <param name="errors">Empty on success. Else what cannot be understood, each with its line.</param>
    public static bool TryParse(
        string text, string fileName, [NotNullWhen(true)] out GoOutput? output, out IReadOnlyList<GoModError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var found = new GoModErrors(fileName);
        errors = found.All;
        output = text.AsSpan().TrimStart() is ['{', ..] ? GoListJson.Read(text, found) : ReadLines(text, found);
        if (errors.Count == 0 && output is { Graph.MainModules.Count: 0 })
        {
            found.Add(GoModPosition.Start, "no main module: one stands without a version in what the go command prints");
        }

        output = errors.Count == 0 ? output : null;
        return output is not null;
    }

    internal static bool IsPseudo(string path) => Pseudo.Contains(path);

    private static GoOutput? ReadLines(string text, GoModErrors errors)
    {
        var collector = new GraphCollector();
        var form = (GoOutputForm?)null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || fields[0].EndsWith(':'))
            {
                continue;
            }

            form ??= FormOf(fields);
            var isFine = form == GoOutputForm.ModGraph ? ReadRequirement(fields, collector) : ReadModule(fields, collector);
            if (!isFine)
            {
                errors.Add(new GoModPosition(number, 1, 0), Explain(form.Value, fields));
            }

            if (errors.IsFull)
            {
                return null;
            }
        }

        if (form is null)
        {
            errors.Add(GoModPosition.Start, "nothing in it");
            return null;
        }

        return new GoOutput(form.Value, collector.ToGraph(), new Dictionary<string, ListedNote>());
    }

    /// <summary>A list of modules has its versions in columns, a graph behind an at sign; a line of one word only starts a list.</summary>
    private static GoOutputForm FormOf(string[] fields) =>
        fields.Length == 2 && (fields[1].Contains('@') || fields[0].Contains('@')) ? GoOutputForm.ModGraph : GoOutputForm.ListModules;

    private static string Explain(GoOutputForm form, string[] fields)
    {
        if (form == GoOutputForm.ModGraph)
        {
            return "not a line of go mod graph: module@version module@version";
        }

        return fields.Length == 1
            ? "a path without a version behind the main module: of packages give `go list -deps -json`, of modules `go list -m all`"
            : "not a line of go list -m all: module version [=> replacement]";
    }

    private static bool ReadRequirement(string[] fields, GraphCollector collector)
    {
        if (fields.Length != 2 || !TryReadNode(fields[0], out var module) || !TryReadNode(fields[1], out var required))
        {
            return false;
        }

        if (IsPseudo(module.Path))
        {
            return true;
        }

        if (module.Version.Length == 0)
        {
            collector.AddRoot(module.Path, null);
        }

        if (!IsPseudo(required.Path))
        {
            collector.AddModule(required);
            collector.AddRequirement(module, required);
        }

        return true;
    }

    private static bool TryReadNode(string text, out ModuleReference module)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        module = at < 0 ? new ModuleReference(text, "") : new ModuleReference(text[..at], text[(at + 1)..]);
        return module.Path.Length > 0 && (at < 0 || IsPseudo(module.Path) || SemVer.IsValid(module.Version));
    }

    /// <summary><c>path [version] [=> path [version]]</c>; the main modules come first and have no version, a directory behind the arrow at most.</summary>
    private static bool ReadModule(string[] fields, GraphCollector collector)
    {
        var arrow = Array.IndexOf(fields, "=>");
        var left = arrow < 0 ? fields : fields[..arrow];
        var right = arrow < 0 ? [] : fields[(arrow + 1)..];
        if (left.Length is 0 or > 2 || right.Length > 2 || (arrow >= 0 && right.Length == 0) || (left.Length == 2 && !SemVer.IsValid(left[1])))
        {
            return false;
        }

        var module = new ModuleReference(left[0], left.Length == 2 ? left[1] : "");
        if (IsPseudo(module.Path) || (module.Version.Length == 0 && collector.HasVersions))
        {
            return IsPseudo(module.Path);
        }

        collector.AddModule(module);
        if (arrow >= 0)
        {
            collector.Replace(module, new ModuleReference(right[0], right.Length == 2 ? right[1] : ""));
        }

        return true;
    }
}
