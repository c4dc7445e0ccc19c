using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Server.Configuration;

/// <summary>
/// Reads YAML into nodes from the parser's events: nothing is created by name or by reflection, and every mistake but one of syntax lets
/// the rest be read. Apart from the other classes so that a start without a file does not load the YAML assembly.
/// </summary>
internal sealed class YamlFileReader
{
    /// <summary>Deepest nesting; the settings need four levels.</summary>
    private const int MaxDepth = 16;

    private readonly string _name;
    private readonly ProblemList _problems;
    private readonly Parser _parser;

    private YamlFileReader(string content, string name, ProblemList problems)
    {
        _name = name;
        _problems = problems;
        _parser = new Parser(new StringReader(content));
    }

    /// <summary>Reads a file's content. Null when it holds nothing, or nothing usable.</summary>
    public static MapNode? Read(string content, string name, ProblemList problems)
    {
        var reader = new YamlFileReader(content, name, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            // A tab is named where the value before it starts; its own place helps more.
            var place = e.Message.Contains(" tab ", StringComparison.Ordinal) ? e.End : e.Start;
            reader.ReportSyntax(place, Explain(e));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner of YamlDotNet 16.3 fails this way on some malformed flow lists, found by random edits.
            reader.ReportSyntax(reader._parser.Current?.End ?? Mark.Empty, "the text after this place makes no sense");
            return null;
        }
    }

    private void ReportSyntax(in Mark place, string message) => _problems.Error(
        SettingOrigin.File(_name, (int)place.Line, (int)place.Column),
        "",
        $"this is not YAML: {message}",
        "check indentation (spaces, no tabs), colons and quotation marks near this line");

    private MapNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            Error(second, "", "a second document starts here", "keep one document: remove the line ---");
        }

        if (root is MapNode map)
        {
            return map;
        }

        if (root is not (null or ScalarNode { IsNull: true }))
        {
            _problems.Error(
                SettingOrigin.File(_name, root.Line, root.Column), "", "the file does not consist of settings", "write settings as `key: value`, one a line");
        }

        return null;
    }

    private ConfigurationNode? ReadNode(string key, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new SemanticErrorException(_parser.Current!.Start, _parser.Current.End, $"nested more than {MaxDepth} levels deep");
        }

        var start = _parser.Consume<ParsingEvent>();
        if (start is AnchorAlias alias)
        {
            Error(alias, key, $"the alias *{alias.Value} is not read", "write the value itself; anchors and aliases are not supported");
            return null;
        }

        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            Error(anchored, key, $"the anchor &{anchored.Anchor.Value} is not read", "remove it; anchors and aliases are not supported");
        }

        if (start is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
        {
            Error(start, key, $"the tag {ShownText.Quote(tag.Value)} is not read", "remove it; every value is text");
        }

        return start switch
        {
            MappingStart => ReadMap(start.Start, key, depth),
            SequenceStart => ReadList(start.Start, key, depth),
            Scalar scalar => new ScalarNode((int)start.Start.Line, (int)start.Start.Column, scalar.Value, IsNull(scalar)),
            _ => throw new SemanticErrorException(start.Start, start.End, "a value is expected here"),
        };
    }

    private MapNode ReadMap(Mark start, string parent, int depth)
    {
        var entries = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var name))
            {
                Error(_parser.Current!, parent, "a key is not a plain word", "write `key: value`");
                ReadNode(parent, depth + 1);
                ReadNode(parent, depth + 1);
                continue;
            }

            var key = parent.Length == 0 ? name.Value : $"{parent}.{name.Value}";
            var value = ReadNode(key, depth + 1) ?? UnreadNode.Instance;
            if (entries.TryGetValue(name.Value, out var first))
            {
                Error(name, key, $"this key stands in line {first.Line} already", "keep one of the two");
                continue;
            }

            entries[name.Value] = new MapEntry(name.Value, (int)name.Start.Line, (int)name.Start.Column, value);
        }

        return new MapNode((int)start.Line, (int)start.Column, [.. entries.Values]);
    }

    private ListNode ReadList(Mark start, string parent, int depth)
    {
        var items = new List<ConfigurationNode>();
        for (var index = 0; !_parser.TryConsume<SequenceEnd>(out _); index++)
        {
            items.Add(ReadNode($"{parent}[{index}]", depth + 1) ?? UnreadNode.Instance);
        }

        return new ListNode((int)start.Line, (int)start.Column, items);
    }

    private void Error(ParsingEvent place, string key, string message, string remedy) =>
        _problems.Error(SettingOrigin.File(_name, (int)place.Start.Line, (int)place.Start.Column), key, message, remedy);

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null");

    private static string Explain(YamlException exception)
    {
        var text = exception.Message;
        var detail = text.IndexOf("): ", StringComparison.Ordinal) is var at && at >= 0 ? text[(at + 3)..] : text;
        return detail.TrimEnd('.');
    }
}
