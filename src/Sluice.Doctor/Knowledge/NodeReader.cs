using Sluice.Doctor.Findings;
using YamlDotNet.RepresentationModel;

namespace Sluice.Doctor.Knowledge;

/// <summary>Reads the keys of a YAML map and reports what is wrong with them, once, with the line.</summary>
internal sealed class NodeReader
{
    private readonly string _file;
    private readonly YamlNode _node;
    private readonly List<KnowledgeProblem> _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public NodeReader(string file, YamlNode node, List<KnowledgeProblem> problems)
    {
        (_file, _node, _problems) = (file, node, problems);
        if (node is not YamlMappingNode)
        {
            Report(node, "keys and values are expected here");
        }
    }

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Members => (_node as YamlMappingNode)?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>();

    /// <summary>A plain value; null when it is not there.</summary>
    public string? Text(string key, bool isRequired = false)
    {
        var value = Find(key);
        if (value is null)
        {
            if (isRequired && _node is YamlMappingNode)
            {
                Report(_node, $"`{key}` is missing");
            }

            return null;
        }

        if (value is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        Report(value, $"`{key}` is a text");
        return null;
    }

    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        var other => Complain(key, $"`{key}` is true or false, not \"{other}\""),
    };

    /// <summary>One of a few words.</summary>
    public T? Word<T>(string key, IReadOnlyList<string> words, Func<int, T> at)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var index = words.ToList().IndexOf(text);
        if (index >= 0)
        {
            return at(index);
        }

        Complain(key, $"`{key}` is one of {string.Join(", ", words)}, not \"{text}\"");
        return null;
    }

    /// <summary>A text in both languages: <c>{ en: …, zh: … }</c>, or one text for both. Null when it is not there.</summary>
    public BilingualText? Bilingual(string key)
    {
        var value = Find(key);
        if (value is null)
        {
            return null;
        }

        if (value is YamlScalarNode { Value: { } text })
        {
            return new BilingualText(text.Trim(), "");
        }

        var both = new NodeReader(_file, value, _problems);
        var result = new BilingualText(both.Text("en", isRequired: true)?.Trim() ?? "", both.Text("zh")?.Trim() ?? "");
        both.RefuseOthers();
        return result;
    }

    /// <summary>The items of a list; none when it is not there.</summary>
    public IEnumerable<YamlNode> List(string key)
    {
        var value = Find(key);
        if (value is null or YamlSequenceNode)
        {
            return value as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
        }

        Report(value, $"`{key}` is a list");
        return [];
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. List(key).Select(item => item is YamlScalarNode { Value: { } text } ? text : Refuse(item, $"`{key}` is a list of texts"))];

    public NodeReader Child(YamlNode node) => new(_file, node, _problems);

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Reports what is wrong with a key's value. Nothing for null.</summary>
    public bool Complain(string key, string? message)
    {
        if (message is not null)
        {
            Report(Find(key) ?? _node, message);
        }

        return false;
    }

    /// <summary>Reports every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var key in Members.Select(member => member.Key).OfType<YamlScalarNode>().Where(key => !_asked.Contains(key.Value ?? "")))
        {
            Report(key, $"there is no key `{key.Value}` here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }

    private string Refuse(YamlNode node, string message)
    {
        Report(node, message);
        return "";
    }

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return Members.FirstOrDefault(member => member.Key is YamlScalarNode { Value: { } name } && name == key).Value;
    }

    private void Report(YamlNode node, string message) => _problems.Add(new KnowledgeProblem(_file, (int)node.Start.Line, message));
}
