using System.Collections.Concurrent;

namespace Sluice.Fetch.Vcs;

/// <summary>Hands out one code repository for each kind and URL, so that all who ask share what was fetched. Safe to call concurrently.</summary>
/// <param name="open">Makes one. Nothing is fetched yet.</param>
internal sealed class CodeRepositories(Func<RepositoryRoot, ICodeRepository> open)
{
    /// <summary>Most repositories remembered; beyond it all are forgotten, which costs no more than asking the server once again.</summary>
    private const int MaxCount = 10_000;

    private readonly ConcurrentDictionary<(VcsKind Vcs, string Url), Lazy<ICodeRepository>> _open = new();

    /// <summary>The repository of a root.</summary>
    public ICodeRepository Of(RepositoryRoot root)
    {
        if (_open.Count >= MaxCount)
        {
            _open.Clear();
        }

        return _open.GetOrAdd((root.Vcs, root.Url), _ => new Lazy<ICodeRepository>(() => open(root))).Value;
    }
}
