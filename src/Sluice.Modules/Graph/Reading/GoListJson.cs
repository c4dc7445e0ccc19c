using System.Text;
using System.Text.Json;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph.Reading;

/// <summary>Reads the objects of <c>go list -m -json</c> and <c>go list -deps -json</c>, one behind the other (cmd/go/internal/modinfo, <c>ModulePublic</c>).</summary>
internal static class GoListJson
{
    private const int MaxDepth = 32;

    public static GoOutput? Read(string text, GoModErrors errors)
    {
        var collector = new GraphCollector();
        var notes = new Dictionary<string, ListedNote>(StringComparer.Ordinal);
        var packages = new Dictionary<string, (ModuleReference Module, List<string> Imports)>(StringComparer.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        var form = (GoOutputForm?)null;
        var offset = 0;
        var start = 0;
        try
        {
            while (Next(bytes, ref offset, ref start) is { } document)
            {
                using (document)
                {
                    var item = document.RootElement;
                    form ??= item.TryGetProperty("ImportPath", out _) ? GoOutputForm.ListPackagesJson : GoOutputForm.ListModulesJson;
                    if (form == GoOutputForm.ListModulesJson)
                    {
                        AddModule(item, collector, notes);
                    }
                    else
                    {
                        AddPackage(item, collector, notes, packages);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var line = bytes.AsSpan(0, start).Count((byte)'\n') + 1;
            errors.Add(new GoModPosition(line, 1, start), $"not an object of go list -json: {exception.Message}");
            return null;
        }

        AddImports(packages, collector);
        return new GoOutput(form ?? GoOutputForm.ListModulesJson, collector.ToGraph(), notes);
    }

    /// <summary>The next object; null at the end.</summary>
    /// <param name="bytes">All objects.</param>
    /// <param name="offset">Where to look; then, behind the object.</param>
    /// <param name="start">Then, where the object starts, malformed or not.</param>
    private static JsonDocument? Next(byte[] bytes, ref int offset, ref int start)
    {
        while (offset < bytes.Length && char.IsWhiteSpace((char)bytes[offset]))
        {
            offset++;
        }

        start = offset;
        if (offset == bytes.Length)
        {
            return null;
        }

        var reader = new Utf8JsonReader(bytes.AsSpan(offset), new JsonReaderOptions { MaxDepth = MaxDepth, AllowMultipleValues = true });
        var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new JsonException("an object is expected");
        }

        offset += (int)reader.BytesConsumed;
        return document;
    }

    private static ModuleReference? AddModule(JsonElement item, GraphCollector collector, Dictionary<string, ListedNote> notes)
    {
        var path = Text(item, "Path") ?? throw new JsonException("no Path");
        if (GoOutputReader.IsPseudo(path))
        {
            return null;
        }

        var isMain = Flag(item, "Main");
        var module = new ModuleReference(path, isMain ? "" : Text(item, "Version") ?? "");
        if (!isMain && module.Version.Length == 0)
        {
            return null;
        }

        collector.AddModule(module, Text(item, "GoVersion"));
        if (item.TryGetProperty("Replace", out var replace))
        {
            collector.Replace(module, new ModuleReference(Text(replace, "Path") ?? "", Text(replace, "Version") ?? ""));
        }

        if (item.TryGetProperty("Error", out var error))
        {
            collector.Fail(module, Text(error, "Err") ?? "error without a text");
        }

        var retractions = item.TryGetProperty("Retracted", out var retracted) ? retracted.EnumerateArray().Select(entry => entry.GetString() ?? "").ToList() : [];
        notes[path] = new ListedNote(Flag(item, "Indirect"), retractions, Text(item, "Deprecated"));
        return module;
    }

    private static void AddPackage(
        JsonElement item,
        GraphCollector collector,
        Dictionary<string, ListedNote> notes,
        Dictionary<string, (ModuleReference Module, List<string> Imports)> packages)
    {
        // A package of the standard library belongs to no module.
        if (!item.TryGetProperty("Module", out var element) || AddModule(element, collector, notes) is not { } module)
        {
            return;
        }

        var imports = item.TryGetProperty("Imports", out var list) ? list.EnumerateArray().Select(entry => entry.GetString() ?? "").ToList() : [];
        packages[Text(item, "ImportPath") ?? ""] = (module, imports);
    }

    private static void AddImports(Dictionary<string, (ModuleReference Module, List<string> Imports)> packages, GraphCollector collector)
    {
        foreach (var (module, imports) in packages.Values)
        {
            foreach (var import in imports)
            {
                if (packages.TryGetValue(import, out var imported) && imported.Module != module)
                {
                    collector.AddRequirement(module, imported.Module);
                }
            }
        }
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.GetBoolean();
}
