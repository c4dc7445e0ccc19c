using Sluice.Core.Faults;

namespace Sluice.Core.Verdicts;

/// <summary>
/// Decides from what every side has of a version who is wrong. The record decides: it cannot have been changed since. In order:
/// <list type="number">
/// <item>Without a record: all agree, or nobody can tell.</item>
/// <item>A kept copy that contradicts the record and has no source like it: a poisoned cache.</item>
/// <item>A proxy that contradicts the record, and not because it has what the origin has now: a bad upstream.</item>
/// <item>An origin that contradicts the record: a moved tag. Proxies and kept copies that have the same followed it.</item>
/// <item>Somebody agrees with the record: all agree. Nobody has anything: undecided.</item>
/// </list>
/// </summary>
public static class VerdictRules
{
    /// <summary>Judges.</summary>
    /// <param name="sides">Everybody, in any order.</param>
    public static VersionVerdict Judge(IReadOnlyList<VersionSide> sides)
    {
        ArgumentNullException.ThrowIfNull(sides);
        var record = sides.FirstOrDefault(side => side.Role == SideRole.Record && side.HasHash);
        return record is null ? JudgeWithoutRecord(sides) : JudgeByRecord(sides, record);
    }

    private static VersionVerdict JudgeByRecord(IReadOnlyList<VersionSide> sides, VersionSide record)
    {
        var origin = sides.FirstOrDefault(side => side.Role == SideRole.Origin);
        var hasMoved = origin is not null && (origin.Contradicts(record) || origin.Fault?.Code == FaultCodes.TagMoved);
        var wrong = sides.Where(side => side != origin && side.Contradicts(record)).ToList();
        var followers = hasMoved ? wrong.Where(side => origin!.HasHash && !side.Contradicts(origin)).ToList() : [];
        var upstreams = wrong.Except(followers).Where(side => side.Role is SideRole.Upstream or SideRole.Record).ToList();
        var copies = wrong.Except(followers).Where(side => side.Role == SideRole.Stored).ToList();
        if (upstreams.Count > 0)
        {
            return BadUpstream(record, origin, [.. upstreams, .. copies]);
        }

        if (copies.Count > 0)
        {
            return new VersionVerdict(
                VerdictKind.PoisonedCache,
                copies,
                $"What this gateway keeps is not what {record.Name} recorded{(origin is { HasHash: true } ? ", and the origin has it right" : "")}.",
                "Run `sluice store verify --heal`; then look for who wrote into the data directory.");
        }

        return hasMoved ? MovedTag(record, origin!, followers) : JudgeAgreement(sides, record);
    }

    private static VersionVerdict BadUpstream(VersionSide record, VersionSide? origin, IReadOnlyList<VersionSide> culprits)
    {
        var names = string.Join(", ", culprits.Where(side => side.Role != SideRole.Stored).Select(side => side.Name));
        var doubt = origin switch
        {
            { HasHash: true } when !origin.Contradicts(record) => "The origin has what was recorded.",
            { HasHash: true } => "The origin has yet another content: its tag has moved as well.",
            _ => "The origin could not be asked, so a moved tag that the upstream followed is possible too.",
        };
        return new VersionVerdict(
            VerdictKind.BadUpstream,
            culprits,
            $"{names} has other content than {record.Name} recorded. {doubt}",
            "Take it out of `upstreams`, or put it last, and tell who runs it.");
    }

    private static VersionVerdict MovedTag(VersionSide record, VersionSide origin, IReadOnlyList<VersionSide> followers)
    {
        var also = followers.Count == 0 ? "" : $" {string.Join(", ", followers.Select(side => side.Name))} took the new content.";
        return new VersionVerdict(
            VerdictKind.MovedTag,
            [origin, .. followers],
            $"The version's tag at {origin.Name} names other content than when {record.Name} recorded it.{also}",
            "Tell the module's author to release a new version; keep using a proxy that has the recorded content.");
    }

    private static VersionVerdict JudgeAgreement(IReadOnlyList<VersionSide> sides, VersionSide record) => sides.Any(side => side != record && side.HasHash)
        ? new VersionVerdict(VerdictKind.AllAgree, [], $"All who have it have what {record.Name} recorded.", "")
        : new VersionVerdict(VerdictKind.Undecided, [], $"Only {record.Name} has it; nobody gave content to compare.", "Check the network to the upstreams and the origin.");

    private static VersionVerdict JudgeWithoutRecord(IReadOnlyList<VersionSide> sides)
    {
        var present = sides.Where(side => side.HasHash).ToList();
        if (sides.FirstOrDefault(side => side.Fault?.Code == FaultCodes.TagMoved) is { } moved)
        {
            return new VersionVerdict(
                VerdictKind.MovedTag, [moved], $"The version's tag at {moved.Name} names another commit than when this gateway first saw it.", "Tell the module's author to release a new version.");
        }

        if (present.Count < 2)
        {
            return new VersionVerdict(VerdictKind.Undecided, [], "No checksum database vouches for it, and too few have it to compare.", "Check the network to the checksum database.");
        }

        var differing = present.Where(side => side.Contradicts(present[0])).ToList();
        return differing.Count == 0
            ? new VersionVerdict(VerdictKind.AllAgree, [], "All who have it have the same; no checksum database vouches for it.", "")
            : new VersionVerdict(
                VerdictKind.Undecided, [present[0], .. differing], "They have different content, and no checksum database says who is right.", "Check the network to the checksum database.");
    }
}
