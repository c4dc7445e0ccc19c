using Sluice.Modules.Paths;

namespace Sluice.Modules.Versions;

/// <summary>
/// Answers a version query from the known versions of a module by the go command's rules (cmd/go/internal/modload, <c>queryProxy</c>). Pure:
/// what has to be asked of others comes back as a <see cref="VersionChoice"/>.
/// </summary>
/// <param name="Path">The module.</param>
/// <param name="Query">What is wanted.</param>
public sealed record VersionSelection(ModulePath Path, VersionQuery Query)
{
    /// <summary>The version in use, which <c>upgrade</c> and <c>patch</c> start from; null when there is none.</summary>
    public ModuleVersion? Current { get; init; }

    /// <summary>False for excluded and retracted versions, which count as if they did not exist. Default: all are allowed.</summary>
    public Func<ModuleVersion, bool> IsAllowed { get; init; } = static _ => true;

    /// <summary>
    /// Whether a version has a go.mod of its own: then <c>+incompatible</c> versions above it do not count. It is asked about
    /// <see cref="VersionInQuestion"/> and no other. Default: it has.
    /// </summary>
    public Func<ModuleVersion, bool> HasGoMod { get; init; } = static _ => true;

    private bool HasBase => Query is VersionQuery.Upgrade or VersionQuery.Patch && Current is not null;

    /// <summary>Whether the query is for the highest or the lowest match.</summary>
    private bool PrefersLower => Query is VersionQuery.Range { Comparison: VersionComparison.Greater or VersionComparison.GreaterOrEqual };

    private bool MayUseLatest => Query switch
    {
        VersionQuery.Latest => true,
        VersionQuery.Upgrade => Current is not { } current || PseudoVersion.IsPseudo(current),
        VersionQuery.Patch => Current is { } current && PseudoVersion.IsPseudo(current),
        _ => false,
    };

    private bool PrefersIncompatible => Current is { IsIncompatible: true } || Query switch
    {
        VersionQuery.Range range => !FitsPath(range.Bound),
        VersionQuery.Prefix prefix => !FitsPath(prefix.Version),
        _ => false,
    };

    /// <summary>Chooses from the versions of <c>@v/list</c>, in any order; pseudo-versions among them do not count.</summary>
    public VersionChoice Choose(IEnumerable<ModuleVersion> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        switch (Query)
        {
            case VersionQuery.None:
                return new VersionChoice.Dropped();
            case VersionQuery.Named named:
                return new VersionChoice.AskInfo(named.Revision, null);
            case VersionQuery.Exact exact:
                return new VersionChoice.AskInfo(exact.Revision, WithoutBuild(exact.Revision));
            case VersionQuery.Patch when Current is null:
                return new VersionChoice.Nothing($"can't query version \"patch\" of module {Path}: no existing version is required");
            default:
                break;
        }

        if (ChooseFrom(Candidates(versions)) is { } version)
        {
            return new VersionChoice.Found(version);
        }

        return MayUseLatest ? new VersionChoice.AskLatest() : ChooseFromLatest(null);
    }

    /// <summary>Goes on after <see cref="VersionChoice.AskLatest"/>.</summary>
    /// <param name="latest">What <c>@latest</c> says, or when that is absent <see cref="VersionListText.NewestUntagged"/>; null for neither.</param>
    public VersionChoice ChooseFromLatest(ModuleVersion? latest)
    {
        if (latest is { } version && Matches(version) && IsAllowed(version))
        {
            return new VersionChoice.Found(version);
        }

        if (!HasBase || Current is not { } current)
        {
            return new VersionChoice.Nothing($"no matching versions for query \"{Query}\"");
        }

        return IsAllowed(current) ? new VersionChoice.Found(current) : new VersionChoice.Nothing($"{Path}@{current}: disallowed module version");
    }

    /// <summary>
    /// The last word of <c>upgrade</c> and <c>patch</c>: who is on a pseudo-version stays there when the chosen version is the older commit.
    /// </summary>
    /// <param name="chosen">What was found.</param>
    /// <param name="chosenTime">The time in its <c>.info</c>; null when there is none.</param>
    public VersionChoice Confirm(ModuleVersion chosen, DateTimeOffset? chosenTime)
    {
        if (!HasBase || Current is not { } current || !PseudoVersion.TryParse(current, out var pseudo) || !(chosenTime < pseudo.Time))
        {
            return new VersionChoice.Found(chosen);
        }

        return IsAllowed(current) ? new VersionChoice.Found(current) : new VersionChoice.Nothing($"{Path}@{current}: disallowed module version");
    }

    /// <summary>
    /// The version whose go.mod decides whether <c>+incompatible</c> versions count: the highest compatible one, if there are incompatible
    /// ones above it that nothing else lets in. Null when nothing hangs on a go.mod.
    /// </summary>
    public ModuleVersion? VersionInQuestion(IEnumerable<ModuleVersion> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ModuleVersion? asked = null;
        _ = (this with { HasGoMod = version => (asked = version) is null }).Candidates(versions);
        return asked;
    }

    private static Revision? WithoutBuild(Revision revision) =>
        CanonicalOf(revision.Value) is var canonical && canonical.Value != revision.Value ? Revision.Of(canonical) : null;

    /// <summary>golang.org/x/mod/module, <c>CanonicalVersion</c>, of a valid version.</summary>
    private static ModuleVersion CanonicalOf(string version) =>
        ModuleVersion.Parse(SemVer.Canonical(version) + (version.EndsWith("+incompatible", StringComparison.Ordinal) ? "+incompatible" : ""));

    private bool FitsPath(string version) => Path.SplitMajor().Matches(CanonicalOf(version));

    private ModuleVersion? ChooseFrom(List<ModuleVersion> candidates)
    {
        var best = candidates.Exists(version => !version.IsPrerelease) ? candidates.FindAll(version => !version.IsPrerelease) : candidates;
        return best.Count == 0 ? null : PrefersLower ? best[0] : best[^1];
    }

    /// <summary>The matching versions in ascending order, without the incompatible ones that do not count.</summary>
    private List<ModuleVersion> Candidates(IEnumerable<ModuleVersion> versions)
    {
        var needsIncompatible = PrefersIncompatible;
        ModuleVersion? lastCompatible = null;
        var candidates = new List<ModuleVersion>();
        foreach (var version in versions.Where(version => !PseudoVersion.IsPseudo(version)).Order())
        {
            if (!Matches(version) || !IsAllowed(version))
            {
                continue;
            }

            if (!needsIncompatible && !version.IsIncompatible)
            {
                lastCompatible = version;
            }
            else if (!needsIncompatible && lastCompatible is { } last)
            {
                if (HasGoMod(last))
                {
                    break;
                }

                needsIncompatible = true;
            }

            candidates.Add(version);
        }

        return candidates;
    }

    private bool Matches(ModuleVersion version) => Query switch
    {
        VersionQuery.Upgrade => Current is not { } current || SemVer.Compare(version.Value, current.Value) >= 0,
        VersionQuery.Patch => Current is { } current && HasPrefix(version, SemVer.MajorMinorOf(current.Value)) && SemVer.Compare(version.Value, current.Value) >= 0,
        VersionQuery.Prefix prefix => HasPrefix(version, prefix.Version) && SemVer.Compare(version.Value, prefix.Version) >= 0,
        VersionQuery.Range range => MatchesRange(SemVer.Compare(version.Value, range.Bound), range.Comparison),
        _ => true,
    };

    private static bool HasPrefix(ModuleVersion version, string prefix) =>
        version.Value.StartsWith(prefix, StringComparison.Ordinal) && version.Value.AsSpan(prefix.Length).StartsWith(".");

    private static bool MatchesRange(int order, VersionComparison comparison) => comparison switch
    {
        VersionComparison.Less => order < 0,
        VersionComparison.LessOrEqual => order <= 0,
        VersionComparison.Greater => order > 0,
        _ => order >= 0,
    };
}
