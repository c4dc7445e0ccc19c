using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Archives;

/// <summary>
/// Finds paths that are equal but for case, and paths that are both a file and a directory (golang.org/x/mod/zip, <c>collisionChecker</c>).
/// Paths are kept as a tree of their elements: memory and time grow with the length of what was added, however deep it is.
/// </summary>
/// <param name="maxPaths">Most files and directories.</param>
internal sealed class PathCollisions(int maxPaths)
{
    private const int Root = 0;
    private readonly List<Node> _nodes = [new Node(-1, "", IsDirectory: true)];
    private readonly Dictionary<Key, int> _byName = new(KeyComparer.Instance);

    /// <summary>Whether a path was turned away because there are too many.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a well-formed path and its parents. Null when nothing is in the way, else what is, in the go command's words.</summary>
    public string? TryAdd(ReadOnlySpan<char> path, bool isDirectory)
    {
        var scratch = ArrayPool<char>.Shared.Rent(Math.Max(1, path.Length));
        try
        {
            var node = Root;
            var exact = true;
            var depth = 0;
            for (var at = 0; at < path.Length;)
            {
                var element = ElementAt(path, at);
                if (!TryFind(node, element, scratch, out var child))
                {
                    break;
                }

                node = child;
                exact &= element.SequenceEqual(_nodes[child].Name);
                depth = at + element.Length;
                at = depth + 1;
            }

            return Collision(path, node, depth, exact, isDirectory) ?? Insert(path, node, depth, isDirectory, scratch);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(scratch);
        }
    }

    private static ReadOnlySpan<char> ElementAt(ReadOnlySpan<char> path, int at)
    {
        var rest = path[at..];
        var slash = rest.IndexOf('/');
        return slash < 0 ? rest : rest[..slash];
    }

    private bool TryFind(int parent, ReadOnlySpan<char> element, Span<char> scratch, out int child) =>
        _byName.GetAlternateLookup<KeySpan>().TryGetValue(new KeySpan(parent, CaseFolding.Fold(element, scratch)), out child);

    /// <summary>What stands in the way of a path; null when nothing does.</summary>
    /// <param name="path">The path to add.</param>
    /// <param name="node">The deepest node on its way that is there.</param>
    /// <param name="depth">How much of the path leads to the node.</param>
    /// <param name="exact">Whether it leads there without folding.</param>
    /// <param name="isDirectory">What the path is.</param>
    private string? Collision(ReadOnlySpan<char> path, int node, int depth, bool exact, bool isDirectory)
    {
        if (node == Root)
        {
            return null;
        }

        if (!exact)
        {
            return $"case-insensitive file name collision: {GoText.Quote(PathOf(node))} and {GoText.Quote(path[..depth].ToString())}";
        }

        var whole = depth == path.Length;
        var wanted = !whole || isDirectory;
        if (wanted != _nodes[node].IsDirectory)
        {
            return $"entry {GoText.Quote(PathOf(node))} is both a file and a directory";
        }

        return whole && !isDirectory ? $"multiple entries for file {GoText.Quote(PathOf(node))}" : null;
    }

    private string? Insert(ReadOnlySpan<char> path, int node, int depth, bool isDirectory, char[] scratch)
    {
        for (var at = depth == 0 ? 0 : depth + 1; at < path.Length;)
        {
            if (_nodes.Count > maxPaths)
            {
                IsFull = true;
                return $"more than {maxPaths} files and directories";
            }

            var element = ElementAt(path, at);
            var folded = CaseFolding.Fold(element, scratch);
            var name = element.ToString();
            var key = new Key(node, element.SequenceEqual(folded) ? name : folded.ToString());
            at += element.Length + 1;
            node = _nodes.Count;
            _nodes.Add(new Node(key.Parent, name, isDirectory || at <= path.Length));
            _byName.Add(key, node);
        }

        return null;
    }

    private string PathOf(int node)
    {
        var elements = new List<string>();
        for (; node != Root; node = _nodes[node].Parent)
        {
            elements.Add(_nodes[node].Name);
        }

        elements.Reverse();
        return string.Join('/', elements);
    }

    private readonly record struct Node(int Parent, string Name, bool IsDirectory);

    private readonly record struct Key(int Parent, string Folded);

    private readonly ref struct KeySpan(int parent, ReadOnlySpan<char> folded)
    {
        public int Parent { get; } = parent;

        public ReadOnlySpan<char> Folded { get; } = folded;
    }

    /// <summary>Names come from outside: the hash of a text is seeded per process, so that nobody can choose names that meet in one bucket.</summary>
    private sealed class KeyComparer : IEqualityComparer<Key>, IAlternateEqualityComparer<KeySpan, Key>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(Key x, Key y) => x.Parent == y.Parent && string.Equals(x.Folded, y.Folded, StringComparison.Ordinal);

        public int GetHashCode([DisallowNull] Key obj) => Hash(obj.Parent, obj.Folded);

        public bool Equals(KeySpan alternate, Key other) => alternate.Parent == other.Parent && alternate.Folded.SequenceEqual(other.Folded);

        public int GetHashCode(KeySpan alternate) => Hash(alternate.Parent, alternate.Folded);

        public Key Create(KeySpan alternate) => new(alternate.Parent, alternate.Folded.ToString());

        /// <summary>The factor is odd: one name under many parents never meets itself.</summary>
        private static int Hash(int parent, ReadOnlySpan<char> folded) => string.GetHashCode(folded) ^ unchecked(parent * (int)0x9E3779B1);
    }
}
