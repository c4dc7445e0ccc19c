using System.Globalization;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;
using YamlDotNet.RepresentationModel;

namespace Sluice.Doctor.Knowledge;

/// <summary>Reads one entry. Where there is one of this code already, only what is given changes, and patterns are added.</summary>
internal sealed class EntryReader(NodeReader node, FindingCode code, KnowledgeEntry? known)
{
    private static readonly string[] Severities = ["benign", "warning", "fatal"];
    private static readonly string[] Strengths = ["weak", "normal", "certain"];
    private static readonly string[] Subjects = ["host", "module"];

    public KnowledgeEntry Read()
    {
        var entry = new KnowledgeEntry
        {
            Code = code,
            Severity = node.Word("severity", Severities, index => (Severity)index) ?? known?.Severity ?? Severity.Fatal,
            Actor = node.Word("actor", ActorNames.All, index => (Actor)index) ?? known?.Actor ?? Actor.Developer,
            IsAboutModule = (node.Word("about", Subjects, index => index) ?? (known?.IsAboutModule == true ? 1 : 0)) == 1,
            Probe = node.Text("probe") ?? known?.Probe,
            Title = node.Bilingual("title") ?? known?.Title ?? Missing("title"),
            Meaning = node.Bilingual("meaning") ?? known?.Meaning ?? BilingualText.Empty,
            Evidence = node.Bilingual("evidence") ?? known?.Evidence ?? BilingualText.Empty,
            Fix = node.Bilingual("fix") ?? known?.Fix ?? BilingualText.Empty,
            Fixes = node.Has("fixes") ? [.. node.List("fixes").Select(ReadFix).OfType<Fix>()] : known?.Fixes ?? [],
            Faults = [.. node.Texts("faults"), .. known?.Faults ?? []],
            Patterns = [.. node.List("patterns").Select(ReadPattern).OfType<Pattern>(), .. known?.Patterns ?? []],
        };
        node.RefuseOthers();
        return entry;
    }

    private BilingualText Missing(string key)
    {
        node.Complain("code", $"`{key}` is missing; {code} is a new code");
        return BilingualText.Empty;
    }

    private Pattern? ReadPattern(YamlNode item)
    {
        if (item is YamlScalarNode { Value: { } words })
        {
            return Check(node.Child(new YamlMappingNode("text", words)), new Pattern { Code = code, Text = words.ToLowerInvariant() });
        }

        var reader = node.Child(item);
        var pattern = new Pattern
        {
            Code = code,
            Text = reader.Text("text")?.ToLowerInvariant(),
            Status = ReadStatus(reader),
            Fact = reader.Word("fact", FactNames.All, index => (Fact)index),
            In = ReadPlaces(reader, "in"),
            NotIn = ReadPlaces(reader, "not-in"),
            Unless = reader.Text("unless")?.ToLowerInvariant(),
            IsExact = reader.Flag("exact"),
            IsGeneric = reader.Flag("generic"),
            Strength = reader.Word("strength", Strengths, index => (Strength)index) ?? Strength.Normal,
            Severity = reader.Word("severity", Severities, index => (Severity)index),
        };
        reader.RefuseOthers();
        return Check(reader, pattern);
    }

    private static Pattern? Check(NodeReader reader, Pattern pattern)
    {
        var kinds = (pattern.Text is null ? 0 : 1) + (pattern.Status is null ? 0 : 1) + (pattern.Fact is null ? 0 : 1);
        if (kinds != 1)
        {
            reader.Complain("text", "a pattern has exactly one of `text`, `status` and `fact`");
            return null;
        }

        if (pattern.Text is { } text && text.TrimStart('^').Split('*') is var parts && (parts[0].Trim().Length < 3 || parts.Any(part => part.Length == 0)))
        {
            reader.Complain("text", "a text has at least three characters before the first *, and something between two and behind the last");
            return null;
        }

        return pattern;
    }

    /// <summary><c>404</c> or <c>500-503</c>.</summary>
    private static (int Least, int Most)? ReadStatus(NodeReader reader)
    {
        if (reader.Text("status") is not { } text)
        {
            return null;
        }

        var parts = text.Split('-');
        if (parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && least is >= 100 and < 600 && most >= least)
        {
            return (least, most);
        }

        reader.Complain("status", $"a status is a number or a range, 404 or 500-503, not \"{text}\"");
        return null;
    }

    private static Place ReadPlaces(NodeReader reader, string key)
    {
        var places = Place.None;
        foreach (var name in reader.Texts(key))
        {
            if (!PlaceNames.TryParse(name, out var place))
            {
                reader.Complain(key, $"there is no place \"{name}\"; known are {string.Join(", ", PlaceNames.All)}");
            }

            places |= place;
        }

        return places;
    }

    private Fix? ReadFix(YamlNode item)
    {
        var reader = node.Child(item);
        var why = reader.Bilingual("why") ?? BilingualText.Empty;
        Fix?[] kinds =
        [
            Assignment(reader, "go-env", (name, value) => new Fix.SetGoVariable(name, value, why)),
            reader.Text("go-env-unset") is { } variable ? new Fix.UnsetGoVariable(variable, why) : null,
            Assignment(reader, "shell", (name, value) => new Fix.SetShellVariable(name, value, why)),
            reader.Text("shell-unset") is { } shell ? new Fix.UnsetShellVariable(shell, why) : null,
            reader.Texts("run") is { Count: > 0 } arguments ? new Fix.RunCommand(arguments, why) : null,
            Assignment(reader, "git-config", (name, value) => new Fix.SetGitConfig(name, value, why)),
            reader.Text("edit") is { } path ? new Fix.EditFile(path, reader.Text("remove"), reader.Text("add"), why) : null,
            reader.Text("link") is { } url ? new Fix.Link(url, why) : null,
            reader.Bilingual("advice") is { } advice ? new Fix.Advice(advice) : null,
            .. MachineFixes.Read(reader, why),
        ];
        reader.RefuseOthers();
        if (kinds.Count(kind => kind is not null) == 1)
        {
            return kinds.First(kind => kind is not null);
        }

        reader.Complain("why", $"a fix has exactly one of go-env, go-env-unset, shell, shell-unset, run, git-config, edit, link, advice, {MachineFixes.Keys}");
        return null;
    }

    private static Fix? Assignment(NodeReader reader, string key, Func<string, string, Fix> make)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return make(text[..equals], text[(equals + 1)..]);
        }

        reader.Complain(key, $"`{key}` is NAME=VALUE");
        return null;
    }
}
