using System.Text;
using Sluice.Doctor.Explain;

namespace Sluice.Doctor.Knowledge;

/// <summary>All patterns of a knowledge base, made ready for one pass over a text. Immutable.</summary>
internal sealed class PatternSet
{
    /// <summary>What makes a line worth a look besides the phrases of patterns: the words that open a place, and statuses.</summary>
    private static readonly string[] Structure =
    [
        "sluice: ", "request id: ", "request_id", "fault=", "\"fault\":", " b  get ",
        "server response:", "h1:", "http/1.", "http/2 ", "http/3 ", "lookup ", "dial tcp", "dial udp", "proxyconnect", "verifying ", "exit status 1", "remote: ", "fatal: ", "unexpected status (", "reading http", "get \"http", "get http",
        "# get ", "http-path", "go: ", "go get ", "go mod ", "security error", "/@v/", " requires", " imports",
        "400 ", "401 ", "403 ", "404 ", "407 ", "408 ", "410 ", "429 ", "451 ", "500 ", "502 ", "503 ", "504 ",
        "job succeeded", "finished: success", "exit code 0", "exit code: 0", "naming to ", "writing image sha256", "successfully tagged", "successfully built", "build succeeded",
        "=== ", "--- fail", "--- pass", "panic: ", "goroutine ", "ok  \t", "fail\t",
    ];

    /// <summary>So many at the beginning of <see cref="Structure"/> are words of the gateway.</summary>
    private const int GatewayWords = 6;

    private readonly List<Compiled>[] _byPhrase;
    private readonly List<Pattern>[] _byFact;
    private readonly List<Pattern>[] _byStatus = [.. Enumerable.Range(0, 600).Select(_ => new List<Pattern>())];
    private readonly int[] _lengths;

    public PatternSet(IEnumerable<Pattern> patterns)
    {
        var phrases = new List<string>(Structure.Distinct());
        var compiled = new List<(int Phrase, Compiled Pattern)>();
        _byFact = [.. FactNames.All.Select(_ => new List<Pattern>())];
        foreach (var pattern in patterns)
        {
            if (pattern.Text is { } text)
            {
                var parts = text.TrimStart('^').Split('*');
                compiled.Add((IndexOf(phrases, parts[0]), new Compiled(pattern, [.. parts.Skip(1).Select(Encoding.UTF8.GetBytes)], text[0] == '^', pattern.Unless is null ? null : Encoding.UTF8.GetBytes(pattern.Unless))));
            }
            else if (pattern.Fact is { } fact)
            {
                _byFact[(int)fact].Add(pattern);
            }
            else
            {
                for (var status = pattern.Status!.Value.Least; status <= Math.Min(pattern.Status.Value.Most, 599); status++)
                {
                    _byStatus[status].Add(pattern);
                }
            }
        }

        Automaton = new PhraseAutomaton(phrases);
        _lengths = [.. phrases.Select(Encoding.UTF8.GetByteCount)];
        _byPhrase = [.. phrases.Select(_ => new List<Compiled>())];
        compiled.ForEach(entry => _byPhrase[entry.Phrase].Add(entry.Pattern));
    }

    /// <summary>Tells lines that are worth a look.</summary>
    public PhraseAutomaton Automaton { get; }

    /// <summary>Lengths of the automaton's phrases in bytes.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>Whether the gateway may speak of a fault.</summary>
    public bool IsOfGateway(PhraseHit hit) => hit.Phrase < GatewayWords;

    /// <summary>The patterns that begin with a phrase.</summary>
    public List<Compiled> StartingWith(int phrase) => _byPhrase[phrase];

    /// <summary>The patterns of a status or fact.</summary>
    public List<Pattern> Of(Sign sign) => sign.Status == 0 ? _byFact[(int)sign.Fact] : _byStatus[Math.Min(sign.Status, 599)];

    private static int IndexOf(List<string> phrases, string phrase)
    {
        var index = phrases.IndexOf(phrase);
        if (index < 0)
        {
            index = phrases.Count;
            phrases.Add(phrase);
        }

        return index;
    }

    /// <summary>A pattern with its words as bytes.</summary>
    /// <param name="Pattern">The pattern.</param>
    /// <param name="Rest">What follows the first word in the same line, in this order.</param>
    /// <param name="AtStart">Only where a clause begins.</param>
    /// <param name="Unless">What must not be in the line.</param>
    internal sealed record Compiled(Pattern Pattern, byte[][] Rest, bool AtStart, byte[]? Unless)
    {
        /// <summary>Whether the phrase alone decides, so that the line's other words need not be looked at.</summary>
        public bool IsPlain { get; } = Rest.Length == 0 && Unless is null;
    }
}
