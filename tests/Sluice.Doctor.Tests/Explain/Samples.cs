using System.Text;
using System.Text.Json;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;

namespace Sluice.Doctor.Tests.Explain;

/// <summary>A labelled text.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Code">The finding's id; <c>clean</c> where any benign answer will do.</param>
/// <param name="Text">The text.</param>
public sealed record Sample(string Id, string Code, string Text)
{
    public bool IsBenign => Code == "clean" || Code.StartsWith("benign.", StringComparison.Ordinal);
}

/// <summary>The labelled texts, and how they are answered.</summary>
internal static class Samples
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "Sluice.Doctor.Tests", "testdata");

    /// <summary>128 real ones from public issues and pages.</summary>
    public static IReadOnlyList<Sample> Corpus { get; } = [.. File.ReadLines(Path.Combine(Folder, "corpus.jsonl")).Select(Parse)];

    /// <summary>Those made for this test: one a file, the expected code on the first line.</summary>
    public static IReadOnlyList<Sample> Own { get; } = ReadOwn();

    public static Explanation Explain(string text) => Explain(Encoding.UTF8.GetBytes(text));

    public static Explanation Explain(ReadOnlySpan<byte> text)
    {
        var explainer = new Explainer(KnowledgeBase.BuiltIn, "stdin");
        explainer.Feed(text);
        return explainer.Finish();
    }

    /// <summary>The first finding's id, else the first note's, else <c>clean</c>.</summary>
    public static string CodeOf(Explanation explanation) => explanation.Findings.Concat(explanation.Notes).Select(finding => finding.Code.Id).FirstOrDefault("clean");

    /// <summary>What was answered wrongly, one line each; those where trouble and no trouble were confused begin with an exclamation mark.</summary>
    public static IReadOnlyList<string> Misses(IEnumerable<Sample> samples, Func<Sample, string>? change = null)
    {
        var misses = new List<string>();
        foreach (var sample in samples)
        {
            var text = change?.Invoke(sample) ?? sample.Text;
            var explanation = Explain(text);
            var code = CodeOf(explanation);
            var isExact = code == sample.Code || (sample.Code == "clean" && explanation.Findings.Count == 0);
            var isConfused = sample.IsBenign != (explanation.Worst == Severity.Benign);
            if (!isExact || isConfused)
            {
                misses.Add($"{(isConfused ? "! " : "")}{sample.Id}: {sample.Code} expected, {code} found in\n{text}\n");
            }
        }

        return misses;
    }

    private static Sample Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new Sample(json.RootElement.GetProperty("id").GetString()!, json.RootElement.GetProperty("code").GetString()!, json.RootElement.GetProperty("text").GetString()!);
    }

    /// <summary>Files of <c>testdata/explain</c>: texts one after the other, each headed by a line <c>=== CODE</c>.</summary>
    private static List<Sample> ReadOwn()
    {
        var samples = new List<Sample>();
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "explain"), "*.txt").Order(StringComparer.Ordinal))
        {
            var parts = ("\n" + File.ReadAllText(file).ReplaceLineEndings("\n")).Split("\n=== expect ");
            for (var i = 1; i < parts.Length; i++)
            {
                var head = parts[i].IndexOf('\n', StringComparison.Ordinal);
                samples.Add(new Sample($"{Path.GetFileName(file)} #{i}", parts[i][..head].Trim(), parts[i][(head + 1)..]));
            }
        }

        return samples;
    }

    /// <summary>Looked for from where the tests lie: a deterministic build does not tell where its sources were.</summary>
    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Sluice.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests do not lie below the repository");
        }

        return directory.FullName;
    }
}
