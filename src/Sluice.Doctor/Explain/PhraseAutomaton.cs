using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>
/// Finds all of many phrases in one pass over bytes, upper and lower case of ASCII alike (Aho and Corasick 1975, with the failure links compiled into a
/// table of transitions). One table look-up a byte, however many phrases there are. Immutable.
/// </summary>
internal sealed class PhraseAutomaton
{
    private readonly byte[] _classes = new byte[256];
    private readonly int _width;
    private readonly int[] _next;
    private readonly int _firstFinal;
    private readonly int[][] _outputs;

    /// <summary>Builds the table.</summary>
    /// <param name="phrases">Lower-case phrases, at least one byte each; their index is what is found.</param>
    public PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        var words = phrases.Select(Encoding.UTF8.GetBytes).ToArray();
        _width = AssignClasses(words);
        var (children, outputs) = BuildTree(words);
        var fail = Link(children, outputs);
        (_next, _outputs, _firstFinal) = Renumber(children, outputs, fail);
    }

    /// <summary>Whether any phrase occurs.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        var (next, classes, final, state) = (_next, _classes, _firstFinal * _width, 0);
        foreach (var b in text)
        {
            state = next[state + classes[b]];
            if (state >= final)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds every occurrence that begins at a word's start, in order of their ends.</summary>
    public void Find(ReadOnlySpan<byte> text, IReadOnlyList<int> lengths, List<PhraseHit> hits)
    {
        var (next, classes, final, state) = (_next, _classes, _firstFinal * _width, 0);
        for (var i = 0; i < text.Length; i++)
        {
            state = next[state + classes[text[i]]];
            if (state < final)
            {
                continue;
            }

            foreach (var phrase in _outputs[(state / _width) - _firstFinal])
            {
                var start = i + 1 - lengths[phrase];
                if (start == 0 || !char.IsAsciiLetterOrDigit((char)text[start]) || !char.IsAsciiLetterOrDigit((char)text[start - 1]))
                {
                    hits.Add(new PhraseHit(phrase, start, i + 1));
                }
            }
        }
    }

    /// <summary>Bytes that occur in no phrase share class 0.</summary>
    private int AssignClasses(byte[][] words)
    {
        var width = 1;
        foreach (var b in words.SelectMany(word => word).Distinct().Order())
        {
            _classes[b] = (byte)width;
            if (char.IsAsciiLetterLower((char)b))
            {
                _classes[char.ToUpperInvariant((char)b)] = (byte)width;
            }

            width++;
        }

        return width;
    }

    private (List<int[]> Children, List<List<int>> Outputs) BuildTree(byte[][] words)
    {
        List<int[]> children = [NewRow()];
        List<List<int>> outputs = [[]];
        for (var index = 0; index < words.Length; index++)
        {
            var state = 0;
            foreach (var b in words[index])
            {
                ref var child = ref children[state][_classes[b]];
                if (child < 0)
                {
                    child = children.Count;
                    children.Add(NewRow());
                    outputs.Add([]);
                }

                state = children[state][_classes[b]];
            }

            outputs[state].Add(index);
        }

        return (children, outputs);
    }

    private int[] NewRow()
    {
        var row = new int[_width];
        Array.Fill(row, -1);
        return row;
    }

    /// <summary>Completes the rows, breadth first, by those of the longest suffix that is a state too.</summary>
    private static int[] Link(List<int[]> children, List<List<int>> outputs)
    {
        var fail = new int[children.Count];
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var state))
        {
            for (var symbol = 0; symbol < children[state].Length; symbol++)
            {
                var fallback = state == 0 ? 0 : children[fail[state]][symbol];
                var child = children[state][symbol];
                if (child < 0)
                {
                    children[state][symbol] = fallback;
                    continue;
                }

                fail[child] = fallback;
                outputs[child].AddRange(outputs[fallback]);
                queue.Enqueue(child);
            }
        }

        return fail;
    }

    /// <summary>Puts the states where something is found at the end, so that one comparison tells them; a state's number is that of its row's start.</summary>
    private (int[] Next, int[][] Outputs, int FirstFinal) Renumber(List<int[]> children, List<List<int>> outputs, int[] fail)
    {
        var order = Enumerable.Range(0, fail.Length).OrderBy(state => outputs[state].Count > 0).ToArray();
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        var next = order.SelectMany(state => children[state]).Select(child => place[child] * _width).ToArray();
        var final = order.Where(state => outputs[state].Count > 0).Select(state => outputs[state].Distinct().ToArray()).ToArray();
        return (next, final, order.Length - final.Length);
    }
}

/// <summary>A phrase's occurrence.</summary>
/// <param name="Phrase">Its index.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct PhraseHit(int Phrase, int Start, int End);
