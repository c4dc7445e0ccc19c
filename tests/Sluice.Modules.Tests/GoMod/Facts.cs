using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

/// <summary>What a parser understood, one directive a line, in a fixed order.</summary>
internal static class Facts
{
    public static string Of(GoModFile file)
    {
        var text = new StringBuilder();
        Add(text, "module", file.Module?.Path);
        Add(text, "deprecated", file.Module?.Deprecation is { } why ? OneLine(why) : null);
        Add(text, "go", file.Go);
        Add(text, "toolchain", file.Toolchain);
        AddAll(text, file.Godebugs.Select(item => $"godebug {item.Key}={item.Value}"));
        AddAll(text, file.Requirements.Select(item => $"require {item.Module}{(item.IsIndirect ? " indirect" : "")}"));
        AddAll(text, file.Exclusions.Select(item => $"exclude {item.Module}"));
        AddAll(text, file.Replacements.Select(Replacement));
        AddAll(text, file.Retractions.Select(item => $"retract {item.Low} {item.High} {OneLine(item.Rationale)}".TrimEnd()));
        AddAll(text, file.Tools.Select(item => $"tool {item.Path}"));
        AddAll(text, file.Ignores.Select(item => $"ignore {item.Path}"));
        return text.ToString();
    }

    public static string Of(GoWorkFile file)
    {
        var text = new StringBuilder();
        Add(text, "go", file.Go);
        Add(text, "toolchain", file.Toolchain);
        AddAll(text, file.Godebugs.Select(item => $"godebug {item.Key}={item.Value}"));
        AddAll(text, file.Uses.Select(item => $"use {item.Path}"));
        AddAll(text, file.Replacements.Select(Replacement));
        return text.ToString();
    }

    private static string OneLine(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Replacement(Replacement item) => $"replace {item.Old} => {item.New}";

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(name).Append(' ').Append(value).Append('\n');
        }
    }

    private static void AddAll(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }
    }
}
