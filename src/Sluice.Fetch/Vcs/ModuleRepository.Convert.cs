using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Modules.Origins;
using Sluice.Modules.Versions;

namespace Sluice.Fetch.Vcs;

/// <content>From a commit to the version that names it.</content>
internal sealed partial class ModuleRepository
{
    /// <summary>
    /// Finds the version of a commit. In order:
    /// <list type="number">
    /// <item>Asked for by pseudo-version: that, if time, hash, base and ancestry are right.</item>
    /// <item>Reached by a canonical tag: that, if it fits.</item>
    /// <item>A tag on the commit that equals the version asked for.</item>
    /// <item>The highest canonical tag on the commit that fits and is not retracted.</item>
    /// <item>A pseudo-version after the highest such tag on its ancestors.</item>
    /// </list>
    /// </summary>
    private async Task<FoundVersion> ConvertAsync(Question question)
    {
        if (ModuleVersion.TryParse(question.Asked, out var asked, out _) && PseudoVersion.TryParse(asked, out var pseudo))
        {
            var found = await CheckAsync(asked, question);
            await ValidateAsync(pseudo, question);
            return found;
        }

        var tag = question.Commit.Ref.StartsWith("refs/tags/", StringComparison.Ordinal) ? question.Commit.Ref["refs/tags/".Length..] : "";
        if (TagVersion.TryRead(tag, location.TagPrefix, out var named) && named.IsCanonical && await TryCheckAsync(named.Version, question) is { } direct)
        {
            return direct;
        }

        var onCommit = await ChooseTagAsync(question);
        if (onCommit.Version is { } version)
        {
            return await CheckAsync(version, question);
        }

        var pseudoBase = onCommit.Base ?? await FindBaseAsync(question);
        return await CheckAsync(PseudoVersion.Create(location.Major.Major, pseudoBase, question.Commit.Time, question.Commit.Short), question);
    }

    private async Task<FoundVersion?> TryCheckAsync(ModuleVersion version, Question question)
    {
        try
        {
            return await CheckAsync(version, question);
        }
        catch (FaultException exception) when (exception.Fault.IsAbsence)
        {
            return null;
        }
    }

    /// <summary>The version that a tag on the commit itself gives, or else the base that one gives for a pseudo-version.</summary>
    private async Task<(ModuleVersion? Version, ModuleVersion? Base)> ChooseTagAsync(Question question)
    {
        ModuleVersion? highest = null;
        ModuleVersion? pseudoBase = null;
        Func<ModuleVersion, bool>? isRetracted = null;
        foreach (var tag in question.Commit.Tags)
        {
            if (!TagVersion.TryRead(tag, location.TagPrefix, out var read))
            {
                continue;
            }

            if (question.Asked.Length > 0 && SemVer.Compare(read.Version.Value, question.Asked) == 0)
            {
                if (read.IsCanonical)
                {
                    return (read.Version, null);
                }

                // v1.0.0+a and v1.0.0+b may name two commits: the tag is only good as a base.
                pseudoBase = read.Version;
            }

            if (!read.IsCanonical || (highest is { } best && SemVer.Compare(best.Value, read.Version.Value) >= 0))
            {
                continue;
            }

            isRetracted ??= await RetractedAsync(question);
            if (!isRetracted(read.Version) && await FitsAsync(read.Version, question))
            {
                highest = read.Version;
            }
        }

        return (highest, pseudoBase);
    }

    /// <summary>The highest version among the tags on the commit's ancestors; null for none.</summary>
    private async Task<ModuleVersion?> FindBaseAsync(Question question)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        Func<ModuleVersion, bool>? isRetracted = null;
        foreach (var tag in await code.ListTagsAsync(question.Context, question.Token))
        {
            if (!TagVersion.TryRead(tag.Name, location.TagPrefix, out var read) || !await FitsAsync(read.Version, question))
            {
                continue;
            }

            isRetracted ??= await RetractedAsync(question);
            if (!isRetracted(read.Version))
            {
                allowed.Add(tag.Name);
            }
        }

        // History is only fetched where it can tell something.
        var recent = allowed.Count == 0 ? null : await code.FindRecentTagAsync(question.Commit, location.TagPrefix, allowed.Contains, question.Context, question.Token);
        return recent is not null && TagVersion.TryRead(recent, location.TagPrefix, out var found) ? found.Version : null;
    }

    private async Task<Func<ModuleVersion, bool>> RetractedAsync(Question question)
    {
        try
        {
            var retractions = await ReadRetractionsAsync(await ListAsync(question.Context, question.Token), question.Context, question.Token);
            return version => retractions.Any(retraction => retraction.Covers(version));
        }
        catch (FaultException exception) when (exception.Fault.IsAbsence)
        {
            return static _ => false;
        }
    }

    private async Task<bool> FitsAsync(ModuleVersion version, Question question) =>
        location.Major.Matches(version) || await MayBeIncompatibleAsync(version, question);

    /// <summary>
    /// Whether a commit may be a <c>+incompatible</c> version: no go.mod in its root, and, unless the version was asked for with that suffix, none in
    /// <c>vN</c> either (https://go.dev/issue/51324).
    /// </summary>
    private async Task<bool> MayBeIncompatibleAsync(ModuleVersion version, Question question) =>
        location.AllowsIncompatible
        && await ReadGoModAsync(question.Commit, "go.mod", question.Context, question.Token) is null
        && (question.Asked.EndsWith(Incompatible, StringComparison.Ordinal)
            || await ReadGoModAsync(question.Commit, $"{version.Major}/go.mod", question.Context, question.Token) is null);

    /// <summary>Verifies that a version fits the module path and the commit's go.mod, and adds <c>+incompatible</c> where it belongs.</summary>
    private async Task<FoundVersion> CheckAsync(ModuleVersion version, Question question)
    {
        var placement = await PlaceAsync(question);
        var text = version.Value;
        var asked = question.Asked;
        text = text == WithoutIncompatible(asked) ? asked : text;
        var stem = ModuleVersion.Parse(WithoutIncompatible(text));
        string? misfit = null;
        if (!location.Major.Matches(stem))
        {
            if (await MayBeIncompatibleAsync(stem, question))
            {
                text = stem.Value + Incompatible;
            }
            else
            {
                misfit = location.Major.Suffix.Length > 0
                    ? $"the module path ends in {location.Major.Suffix}, so its versions are of that major version"
                    : $"it has a go.mod, so as a module of {stem.Major} its path must end in /{stem.Major}";
            }
        }
        else if (text.EndsWith(Incompatible, StringComparison.Ordinal))
        {
            misfit = $"+incompatible does not belong to {stem.Major}, which is compatible";
        }

        if (question.IsCanonical && WithoutIncompatible(asked) != stem.Value)
        {
            misfit = $"{WithoutIncompatible(asked)} is no tag; the commit is {text}";
        }

        return misfit is null
            ? new FoundVersion(location.Path, ModuleVersion.Parse(text), question.Commit, placement)
            : throw Invalid(text, misfit);
    }

    private async Task<GoModPlacement> PlaceAsync(Question question)
    {
        var here = await ReadGoModAsync(question.Commit, location.GoModFile, question.Context, question.Token);
        var there = location.MajorFolder is { } folder ? await ReadGoModAsync(question.Commit, $"{folder}/go.mod", question.Context, question.Token) : null;
        return GoModPlacement.TryDecide(location, here, there, out var placement, out var error)
            ? placement
            : throw new FaultException(FaultCodes.NoSuchModule.At(detail: $"{error} (commit {question.Commit.Short})"));
    }

    /// <summary>
    /// Refuses pseudo-versions that say something untrue of their commit. Else every commit would have any number of names, and one could be given an
    /// arbitrarily high version (https://go.dev/ref/mod#pseudo-versions).
    /// </summary>
    private async Task ValidateAsync(PseudoVersion pseudo, Question question)
    {
        var commit = question.Commit;
        if (pseudo.Revision != commit.Short)
        {
            throw Invalid(pseudo.Version.Value, $"the commit's short name is {commit.Short}");
        }

        if (pseudo.Time != DateTimeOffset.FromUnixTimeSeconds(commit.Time.ToUnixTimeSeconds()))
        {
            throw Invalid(pseudo.Version.Value, $"the commit's time is {commit.Time.UtcDateTime:yyyyMMddHHmmss}");
        }

        // As the go command: without a base v2.0.0-TIME-REV+incompatible passes, though x/mod says that it lacks one.
        PseudoVersion.TryParse(ModuleVersion.Parse(WithoutIncompatible(pseudo.Version.Value)), out var plain);
        if (!plain.TryGetBase(out var baseVersion, out var error))
        {
            throw Invalid(pseudo.Version.Value, error);
        }

        if (baseVersion is not { } named)
        {
            if (location.Major.Major.Length == 0 && pseudo.Version.Major is "v1")
            {
                throw Invalid(pseudo.Version.Value, "without a tag before it the major version is v0, not v1");
            }

            return;
        }

        await ValidateBaseAsync(pseudo, named.Value, question);
    }

    private async Task ValidateBaseAsync(PseudoVersion pseudo, string baseVersion, Question question)
    {
        if (question.Commit.Tags.Contains(location.TagPrefix + baseVersion))
        {
            throw Invalid(pseudo.Version.Value, $"the commit has the tag {location.TagPrefix}{baseVersion} itself");
        }

        var isThere = false;
        foreach (var tag in await code.ListTagsAsync(question.Context, question.Token))
        {
            // As the go command: v1.3.0+meta counts for v1.3.0, v1.3 does not.
            if (!tag.Name.StartsWith(location.TagPrefix + baseVersion, StringComparison.Ordinal) || !SemVer.IsValid(tag.Name.AsSpan(location.TagPrefix.Length)) || SemVer.Compare(tag.Name.AsSpan(location.TagPrefix.Length), baseVersion) != 0)
            {
                continue;
            }

            isThere = true;
            if (await code.DescendsFromAsync(question.Commit, tag.Name, question.Context, question.Token))
            {
                return;
            }
        }

        throw Invalid(pseudo.Version.Value, isThere
            ? $"the commit does not descend from the tag {location.TagPrefix}{baseVersion}"
            : $"there is no tag {location.TagPrefix}{baseVersion} before it");
    }

    private static string WithoutIncompatible(string version) =>
        version.EndsWith(Incompatible, StringComparison.Ordinal) ? version[..^Incompatible.Length] : version;

    private static FaultException Invalid(string version, string why) => new(FaultCodes.MalformedVersion.At(detail: $"{version}: {why}"));
}
