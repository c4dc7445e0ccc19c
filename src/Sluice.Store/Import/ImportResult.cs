namespace Sluice.Store.Import;

/// <summary>How an import goes about it.</summary>
public sealed record ImportOptions
{
    /// <summary>Whose files they are; null to find out.</summary>
    public ImportKind? Kind { get; init; }

    /// <summary>Versions imported at once. Default: the number of processors, 1 to 256.</summary>
    public int MaxParallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Problems listed in the result; more are only counted. Default 1000, 0 or more.</summary>
    public int MaxProblems { get; init; } = 1000;

    /// <summary>
    /// Whether a module that has no list in the store gets one of the versions imported, so that <c>go list -m -versions</c> works without
    /// an upstream. Default true. Such a list is as fresh as any other when it was just written: import before the gateway starts.
    /// </summary>
    public bool WriteLists { get; init; } = true;
}

/// <summary>What an import has done so far.</summary>
/// <param name="Versions">Versions dealt with.</param>
/// <param name="SizeBytes">Bytes written to the store.</param>
/// <param name="Problems">Problems found.</param>
/// <param name="Current">The version dealt with last: <c>example.com/m@v1.0.0</c>.</param>
public readonly record struct ImportProgress(int Versions, long SizeBytes, int Problems, string Current);

/// <summary>What an import did.</summary>
/// <param name="Kind">Whose files they were.</param>
/// <param name="Versions">Versions found.</param>
/// <param name="Imported">Files written to the store.</param>
/// <param name="AlreadyThere">Files that the store had with the same content.</param>
/// <param name="Lists">Version lists written.</param>
/// <param name="SizeBytes">Bytes written to the store.</param>
/// <param name="ProblemCount">How many problems there were. What has a problem is not imported, the rest is.</param>
/// <param name="Problems">The first of them.</param>
public sealed record ImportResult(
    ImportKind Kind, int Versions, int Imported, int AlreadyThere, int Lists, long SizeBytes, int ProblemCount, IReadOnlyList<ImportProblem> Problems);

/// <summary>A file that was not imported.</summary>
/// <param name="File">Its name in the source, relative to its root, with slashes.</param>
/// <param name="Kind">Why.</param>
/// <param name="Text">The same for people, one line.</param>
public sealed record ImportProblem(string File, ImportProblemKind Kind, string Text);

/// <summary>Why a file was not imported.</summary>
public enum ImportProblemKind
{
    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It is a symbolic link, which may lead out of the source.</summary>
    Link,

    /// <summary>It is no <c>.info</c>, go.mod, module path or version.</summary>
    Malformed,

    /// <summary>It is bigger than the go command allows.</summary>
    TooBig,

    /// <summary>The <c>.info</c> names another version.</summary>
    WrongVersion,

    /// <summary>The zip breaks the rules for module zips.</summary>
    IllegalZip,

    /// <summary>The zip's content is not the one whose hash lies beside it.</summary>
    WrongHash,

    /// <summary>The checksum database contradicts it, or does not vouch for it and must.</summary>
    NotVouchedFor,

    /// <summary>The store has this version with other content, which stays.</summary>
    Conflict,
}
