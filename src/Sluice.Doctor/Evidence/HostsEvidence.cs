namespace Sluice.Doctor.Evidence;

/// <summary>The hosts file.</summary>
/// <param name="File">The file.</param>
/// <param name="IsWritable">Whether this account may write it.</param>
/// <param name="SizeBytes">Its size; 0 when it is not there.</param>
/// <param name="Sha256">Of its content, lower-case hex; empty when it was not read.</param>
/// <param name="Entries">Its lines with an address, in order; at most 10,000.</param>
/// <param name="Faults">Lines that are none.</param>
/// <param name="Baseline">How it differs from a baseline; null when none was given.</param>
public sealed record HostsEvidence(
    FileFact File, Tri IsWritable, long SizeBytes, string Sha256, IReadOnlyList<HostsEntry> Entries, IReadOnlyList<FileFault> Faults, HostsBaseline? Baseline)
{
    /// <summary>The addresses that the file gives a name, in order. Names are compared without case.</summary>
    public IEnumerable<HostsEntry> Of(string name) => Entries.Where(entry => entry.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
}

/// <summary>A line of the hosts file.</summary>
/// <param name="Address">The address as written.</param>
/// <param name="Names">The names, in order.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Comment">What stands after <c>#</c> on it; null without.</param>
public sealed record HostsEntry(string Address, IReadOnlyList<string> Names, int Line, string? Comment = null);

/// <summary>How the hosts file differs from a file that was known to be good.</summary>
/// <param name="File">The baseline.</param>
/// <param name="Added">Entries of address and single name that the baseline lacks.</param>
/// <param name="Removed">Entries that only the baseline has.</param>
public sealed record HostsBaseline(string File, IReadOnlyList<HostsEntry> Added, IReadOnlyList<HostsEntry> Removed);
