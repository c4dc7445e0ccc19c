using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Doctor.Tests.Explain;

/// <summary>Ways to say the same in other words: other hosts and versions, other wrappings, other lines around it. Seeded.</summary>
internal static partial class Perturbation
{
    private static readonly (string From, string To)[] Hosts =
    [
        ("proxy.golang.org", "goproxy.factory.example"), ("sum.golang.org", "sum.golang.google.cn"), ("goproxy.cn", "modules.bank.example"), ("goproxy.io", "gomod.shop.example"), ("github.com/", "git.other.example/"), ("gitlab.com", "git.third.example"),
        ("golang.org/x/", "go.elsewhere.example/y/"), ("corp.example", "firm.example"), ("gopkg.in/", "pkgs.example/"),
    ];

    private static readonly string[] Noise =
    [
        "Collecting dependencies", "CGO_ENABLED=0", "Reading state information...", "Sending build context to Docker daemon  118.8MB", "Installing error handlers", "ok  \texample.com/a\t0.01s",
    ];

    public static IReadOnlyDictionary<string, Func<string, Random, string>> Wrappings { get; } = new Dictionary<string, Func<string, Random, string>>
    {
        ["docker"] = (text, random) => EachLine(text, (line, _) => string.Create(CultureInfo.InvariantCulture, $"#{random.Next(5, 30)} {random.Next(0, 300)}.{random.Next(0, 999):000} {line}")),
        ["seconds"] = (text, random) => EachLine(text, (line, _) => string.Create(CultureInfo.InvariantCulture, $"{random.Next(0, 300)}.{random.Next(0, 99):00} {line}")),
        ["github"] = (text, random) => EachLine(text, (line, i) => string.Create(CultureInfo.InvariantCulture, $"2025-03-0{random.Next(1, 9)}T11:{random.Next(10, 60)}:{i % 50 + 10}.1234567Z {(random.Next(4) == 0 ? "##[error]" : "")}{line}")),
        ["gitlab"] = (text, random) => EachLine(text, (line, i) => string.Create(CultureInfo.InvariantCulture, $"2025-03-01T11:22:{i % 50 + 10}.{random.Next(100000, 999999)}Z 0{i % 2}{(i % 2 == 0 ? 'O' : 'E')} {line}")),
        ["compose"] = (text, random) => EachLine(text, (line, _) => $"builder-{random.Next(1, 9)}  | {line}"),
        ["log"] = (text, random) => EachLine(text, (line, i) => string.Create(CultureInfo.InvariantCulture, $"2025/03/0{random.Next(1, 9)} 11:22:{i % 50 + 10} {line}")),
        ["bracket"] = (text, random) => EachLine(text, (line, _) => string.Create(CultureInfo.InvariantCulture, $"[{random.Next(1, 400),5}s] {line}")),
        ["colour"] = (text, random) => EachLine(text, (line, _) => $"\u001b[{random.Next(31, 37)}m{line}\u001b[0m"),
        ["crlf"] = (text, _) => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["spaces"] = (text, _) => text.Replace("\t", "        ", StringComparison.Ordinal),
        ["frame"] = (text, _) => EachLine(text, (line, _) => $"    ┃ {line}"),
        ["json"] = (text, _) => JsonSerializer.Serialize(new { level = "error", ts = 1.5, msg = (text.StartsWith("go: ", StringComparison.Ordinal) ? "exit status 1: " : "exit status 1:\n") + text }) + "\n",
        ["docker-json"] = (text, _) => EachLine(text, (line, _) => JsonSerializer.Serialize(new { log = line + "\n", stream = "stderr", time = "2025-01-01T00:00:00Z" })),
    };

    /// <summary>Other hosts, other versions.</summary>
    public static string Rename(string text, Random random)
    {
        foreach (var (from, to) in Hosts)
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return Version().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}.{random.Next(0, 40)}.{random.Next(0, 40)}"));
    }

    /// <summary>Other lines before and behind, and the errors in another order.</summary>
    public static string Surround(string text, Random random)
    {
        var blocks = new List<List<string>>();
        foreach (var line in text.Split('\n'))
        {
            if (blocks.Count == 0 || line.StartsWith("go: ", StringComparison.Ordinal) || line.StartsWith("# get ", StringComparison.Ordinal))
            {
                blocks.Add([]);
            }

            blocks[^1].Add(line);
        }

        var order = blocks.ToArray();
        random.Shuffle(order);
        var result = new StringBuilder();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            result.Append(Noise[random.Next(Noise.Length)]).Append('\n');
        }

        foreach (var block in order)
        {
            result.AppendJoin('\n', block).Append('\n');
            result.Append(Noise[random.Next(Noise.Length)]).Append('\n');
        }

        return result.ToString();
    }

    private static string EachLine(string text, Func<string, int, string> change) => string.Concat(text.TrimEnd('\n').Split('\n').Select((line, index) => change(line, index) + "\n"));

    [GeneratedRegex(@"(@v\d+|/v\d+)\.\d+\.\d+")]
    private static partial Regex Version();
}
