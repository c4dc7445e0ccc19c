using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>Checks a document against the words of JSON Schema that our schema files use; a word that it does not know is an error of the schema file.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known = ["$schema", "$id", "$defs", "$ref", "title", "description", "format", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern", "minimum"];

    /// <summary>What is wrong, one line each.</summary>
    public static IEnumerable<string> ProblemsOf(JsonElement value, JsonElement schema, JsonElement root, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!["#/$defs/".Length..];
            return ProblemsOf(value, root.GetProperty("$defs").GetProperty(name), root, at);
        }

        return
        [
            .. schema.EnumerateObject().Where(word => !Known.Contains(word.Name)).Select(word => $"{at}: the schema says {word.Name}"),
            .. Plain(value, schema, at),
            .. value.ValueKind == JsonValueKind.Object ? OfObject(value, schema, root, at) : [],
            .. value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items) ? value.EnumerateArray().SelectMany((item, i) => ProblemsOf(item, items, root, $"{at}[{i}]")) : [],
        ];
    }

    private static IEnumerable<string> Plain(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("type", out var type) && type.GetString() != NameOf(value.ValueKind))
        {
            yield return $"{at}: {value.ValueKind}, want {type}";
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.GetString()))
        {
            yield return $"{at}: {value} is not in the list";
        }

        if (schema.TryGetProperty("const", out var only) && only.GetString() != value.GetString())
        {
            yield return $"{at}: {value}, want {only}";
        }

        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString() ?? "", pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            yield return $"{at}: {value} does not match";
        }
    }

    private static IEnumerable<string> OfObject(JsonElement value, JsonElement schema, JsonElement root, string at)
    {
        var properties = schema.GetProperty("properties");
        foreach (var member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out var inner))
            {
                yield return $"{at}: {member.Name} is not in the schema";
                continue;
            }

            foreach (var problem in ProblemsOf(member.Value, inner, root, $"{at}.{member.Name}"))
            {
                yield return problem;
            }
        }

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(word => word.GetString()!) : [])
        {
            if (!value.TryGetProperty(name, out _))
            {
                yield return $"{at}: {name} is missing";
            }
        }
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
