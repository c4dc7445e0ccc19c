using Sluice.Modules.Versions;

namespace Sluice.Cli.Fetching;

/// <summary>
/// Collects what the files given to <c>prefetch</c> ask for: go.mod and go.work by their readers, anything else a line a version: the
/// lines of go.sum, <c>M@V</c>, <c>M V</c>. Blank lines and those that start with <c>#</c> or <c>//</c> say nothing.
/// </summary>
/// <param name="readGoFile">Reads go.mod and go.work.</param>
internal sealed class PrefetchList(GoFileReader readGoFile)
{
    /// <summary>Most module versions in one run; bounds its memory.</summary>
    public const int MaxItems = 100_000;

    /// <summary>Longest line of a list or go.sum that is read.</summary>
    public const int MaxLineLength = 4096;

    private readonly Dictionary<(string Path, string Query), PrefetchItem> _items = [];
    private readonly List<InputProblem> _problems = [];

    /// <summary>What is asked for, each version once, in the order of first mention.</summary>
    public IReadOnlyCollection<PrefetchItem> Items => _items.Values;

    public IReadOnlyList<InputProblem> Problems => _problems;

    /// <summary>Adds a file's content. Returns the directories that a go.work uses, as it writes them; their go.mod files belong to it.</summary>
    /// <param name="fileName">As the user gave it; its last part decides how it is read.</param>
    public IReadOnlyList<string> Add(string fileName, string content)
    {
        var extension = Path.GetExtension(fileName);
        if (extension is not (".mod" or ".work"))
        {
            AddLines(fileName, content);
            return [];
        }

        var file = readGoFile(fileName, content);
        _problems.AddRange(file.Problems);
        foreach (var module in file.Modules)
        {
            AddItem(new PrefetchItem(module.Path, new VersionQuery.Exact(Revision.Of(module.Version)), FetchParts.All, [], $"{fileName}:{module.Line}"));
        }

        return file.Directories;
    }

    private void AddLines(string fileName, string content)
    {
        var number = 0;
        foreach (var line in content.AsSpan().EnumerateLines())
        {
            number++;
            var text = line.Trim();
            if (text.IsEmpty || text[0] == '#' || text.StartsWith("//"))
            {
                continue;
            }

            var origin = $"{fileName}:{number}";
            var error = text.Length > MaxLineLength ? $"longer than {MaxLineLength} characters" : AddLine(text.ToString(), origin);
            if (error is not null)
            {
                _problems.Add(new InputProblem(origin, error));
            }
        }
    }

    private string? AddLine(string line, string origin)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 1)
        {
            return fields[0].Contains('@') ? AddVersion(fields[0], FetchParts.All, [], origin) : "no version; write M@V, or M@latest";
        }

        // go.sum: module, version or version/go.mod, hash (https://go.dev/ref/mod#go-sum-files).
        const string GoModMark = "/go.mod";
        var isGoMod = fields[1].EndsWith(GoModMark, StringComparison.Ordinal);
        var version = isGoMod ? fields[1][..^GoModMark.Length] : fields[1];
        return fields.Length switch
        {
            2 when !isGoMod => AddVersion($"{fields[0]}@{version}", FetchParts.All, [], origin),
            3 when isGoMod => AddVersion($"{fields[0]}@{version}", FetchParts.GoMod, [], origin),
            3 when fields[2].StartsWith("h1:", StringComparison.Ordinal) => AddVersion($"{fields[0]}@{version}", FetchParts.All, [fields[2]], origin),
            _ => "neither M@V, nor M V, nor a line of go.sum",
        };
    }

    private string? AddVersion(string text, FetchParts parts, IReadOnlyList<string> hashes, string origin)
    {
        if (!ModuleQuery.TryParse(text, out var query, out var error))
        {
            return error;
        }

        AddItem(new PrefetchItem(query.Path, query.Query, parts, hashes, origin));
        return null;
    }

    private void AddItem(PrefetchItem item)
    {
        var key = (item.Path.Value, item.Query.ToString());
        if (_items.TryGetValue(key, out var known))
        {
            _items[key] = known with { Parts = known.Parts | item.Parts, Hashes = [.. known.Hashes, .. item.Hashes] };
            return;
        }

        if (_items.Count == MaxItems)
        {
            _problems.Add(new InputProblem(item.Origin, $"more than {MaxItems} versions"));
        }

        if (_items.Count <= MaxItems)
        {
            _items.Add(key, item);
        }
    }
}
