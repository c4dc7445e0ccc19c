using Sluice.Doctor.Evidence;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Reports;

/// <summary>Hosts file, resolver configuration, module cache, disks and clock.</summary>
internal static class MachineChecks
{
    /// <summary>The checks.</summary>
    public static IReadOnlyList<Check> Of(EvidenceBundle bundle, CheckMarks marks) =>
    [
        .. Of(bundle.Hosts, "hosts", value => new Check(CheckState.Fact, "hosts", FormattableString.Invariant($"{value.File.Path}: {value.Entries.Count}"))),
        .. Of(bundle.Resolvers, "resolvers", value => new Check(CheckState.Fact, "resolvers", string.Join(", ", value.NameServers.Take(4).Select(server => server.Address)) + (value.Search.Count > 0 ? $"; search {string.Join(' ', value.Search)}" : ""))),
        .. Of(bundle.Cache, "cache", value => new Check(marks.OfProbe("cache", value.IsWritable != Tri.No), "module cache", FormattableString.Invariant($"{value.Root}: {value.Modules.Count}{(value.Skipped > 0 ? $" (+{value.Skipped})" : "")}{(value.Disk is { } disk ? $"; {Show.Size(disk.FreeBytes)} free" : "")}"))),
        .. Of(bundle.Machine, "machine", value => new Check(marks.OfProbe("machine", true), "system", $"{value.OperatingSystem}, {value.Architecture}")),
        .. Of(bundle.Clock, "clock", value => ClockOf(value, marks)),
    ];

    private static Check[] Of<T>(Probed<T> probed, string name, Func<T, Check> describe)
        where T : class => [probed.Value is { } value ? describe(value) : new Check(CheckState.NotChecked, name, probed.NotChecked!.Because)];

    private static Check ClockOf(ClockEvidence value, CheckMarks marks)
    {
        var offset = value.Samples.Count == 0 ? (double?)null : value.Samples.OrderBy(sample => sample.OffsetSeconds).ElementAt(value.Samples.Count / 2).OffsetSeconds;
        return new Check(offset is null ? CheckState.Fact : marks.OfProbe("clock", true), "clock", offset is { } seconds ? FormattableString.Invariant($"{seconds:+0;-0;0} s ({value.Samples.Count})") : "-");
    }
}
