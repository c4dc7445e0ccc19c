using System.Security.Cryptography;
using System.Text;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>What a server advertises (<c>git ls-remote</c>): branches, tags with what they stand for, HEAD.</summary>
internal sealed class GitRefs
{
    private readonly Dictionary<string, string> _commits = new(StringComparer.Ordinal);
    private readonly List<(string Id, string CommitId, string Name)> _tagObjects = [];
    private readonly Lazy<ILookup<string, string>> _tagsByCommit;

    private GitRefs(byte[] answer)
    {
        _tagsByCommit = new(() => Tags.ToLookup(tag => tag.CommitId, tag => tag.Name, StringComparer.Ordinal));
        Digest = ReadNamedRefs(answer);
    }

    /// <summary>Names the branches and tags as they are now; stays the same while none of them moves.</summary>
    public string Digest { get; }

    /// <summary>Whether objects are named by SHA-256.</summary>
    public bool IsSha256 { get; private set; }

    /// <summary>All tags, with the object that an annotated one stands for.</summary>
    public IEnumerable<RepositoryTag> Tags => _commits
        .Where(pair => pair.Key.StartsWith(RefName.Tags, StringComparison.Ordinal))
        .Select(pair => new RepositoryTag(pair.Key[RefName.Tags.Length..], pair.Value));

    /// <summary>Reads the answer: lines of hash, tab, name. Lines of another form, and names that git would not allow, are left out.</summary>
    public static GitRefs Parse(byte[] answer) => new(answer);

    /// <summary>What <c>HEAD</c>, <c>refs/heads/…</c> or <c>refs/tags/…</c> stands for; null when it is not there.</summary>
    public string? Find(string name) => _commits.GetValueOrDefault(name);

    /// <summary>The tags on a commit, in ordinal order.</summary>
    public IReadOnlyList<string> TagsOf(string commitId) => [.. _tagsByCommit.Value[commitId].Order(StringComparer.Ordinal)];

    /// <summary>
    /// Finds the branches and tags whose commit's hash, or whose own object's, begins with the given digits. What else a server shows, pull requests
    /// most of all, does not count, as with the go command: anybody can make one.
    /// </summary>
    /// <param name="digits">Lower-case hexadecimal digits.</param>
    /// <param name="isAmbiguous">Whether there are several such commits.</param>
    /// <returns>The commit and the first name of it in ordinal order; null when no ref's commit begins so, or several do.</returns>
    public GitTarget? FindTip(string digits, out bool isAmbiguous)
    {
        var tips = _commits.Select(pair => (Id: pair.Value, Name: pair.Key)).Where(tip => tip.Id.StartsWith(digits, StringComparison.Ordinal)).ToList();
        tips.AddRange(_tagObjects.Where(tag => tag.Id.StartsWith(digits, StringComparison.Ordinal)).Select(tag => (tag.CommitId, tag.Name)));
        var ids = tips.Select(tip => tip.Id).Distinct(StringComparer.Ordinal).Count();
        isAmbiguous = ids > 1;
        return ids == 1 ? new GitTarget(tips[0].Id, tips.Select(tip => tip.Name).Order(StringComparer.Ordinal).First(), "") : null;
    }

    private string ReadNamedRefs(byte[] answer)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var range in answer.AsSpan().Split((byte)'\n'))
        {
            var line = answer.AsSpan()[range];
            if (!TryReadLine(line, out var id, out var name))
            {
                continue;
            }

            IsSha256 |= id.Length == RefName.Sha256Digits;
            var isPeeled = name.EndsWith("^{}", StringComparison.Ordinal);
            var bare = isPeeled ? name[..^3] : name;
            if (!IsNamed(bare))
            {
                continue;
            }

            digest.AppendData(line);
            if (isPeeled && _commits.TryGetValue(bare, out var tagObject))
            {
                _tagObjects.Add((tagObject, id, bare));
            }

            if (isPeeled || !_commits.ContainsKey(bare))
            {
                _commits[bare] = id;
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static bool IsNamed(string name) =>
        name == "HEAD" || name.StartsWith(RefName.Heads, StringComparison.Ordinal) || name.StartsWith(RefName.Tags, StringComparison.Ordinal);

    private static bool TryReadLine(ReadOnlySpan<byte> line, out string id, out string name)
    {
        var tab = line.IndexOf((byte)'\t');
        id = tab is RefName.Sha1Digits or RefName.Sha256Digits ? Encoding.ASCII.GetString(line[..tab]) : "";
        name = tab < 0 ? "" : Encoding.UTF8.GetString(line[(tab + 1)..]);
        return RefName.IsWholeHash(id) && RefName.IsValid(name.EndsWith("^{}", StringComparison.Ordinal) ? name[..^3] : name);
    }
}
