using Sluice.Core.Faults;

namespace Sluice.Core.Verdicts;

/// <summary>Somebody who has, or should have, a module version.</summary>
/// <param name="Role">Who that is to the version.</param>
/// <param name="Name">The name: of a source, of a database, <c>store</c>.</param>
public sealed record VersionSide(SideRole Role, string Name)
{
    /// <summary>The hash of its zip, <c>h1:…</c>; null when it gave none.</summary>
    public string? ZipHash { get; init; }

    /// <summary>The hash of its go.mod, <c>h1:…</c>; null when it gave none.</summary>
    public string? GoModHash { get; init; }

    /// <summary>The record's number; null for what is no record.</summary>
    public long? RecordId { get; init; }

    /// <summary>Why something is missing; null when nothing is.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Whether there is anything to compare.</summary>
    public bool HasHash => ZipHash is not null || GoModHash is not null;

    /// <summary>Whether a hash that both have is another one.</summary>
    public bool Contradicts(VersionSide other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Differ(ZipHash, other.ZipHash) || Differ(GoModHash, other.GoModHash);
    }

    private static bool Differ(string? left, string? right) => left is not null && right is not null && left != right;
}

/// <summary>Who a side is to a version.</summary>
public enum SideRole
{
    /// <summary>A checksum database.</summary>
    Record,

    /// <summary>What this gateway keeps.</summary>
    Stored,

    /// <summary>A module proxy.</summary>
    Upstream,

    /// <summary>The repository where the module is made.</summary>
    Origin,
}
