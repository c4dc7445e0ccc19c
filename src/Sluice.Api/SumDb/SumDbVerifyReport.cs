namespace Sluice.Api.SumDb;

/// <summary>What <c>sluice sumdb verify --format json</c> prints.</summary>
/// <param name="Name">The database's name.</param>
/// <param name="Size">Records.</param>
/// <param name="Hash">The hash of the tree over them, in base64.</param>
/// <param name="Tiles">Tiles read.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="ProblemCount">How many problems there are; <paramref name="Problems"/> may have fewer.</param>
/// <param name="Problems">What is wrong, by place.</param>
public sealed record SumDbVerifyReport(
    string Name, long Size, string Hash, long Tiles, double DurationMs, long ProblemCount, IReadOnlyList<SumDbProblemReport> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.sumdb.verify/1";
}

/// <summary>Something that is wrong with a checksum database.</summary>
/// <param name="Where">A file of its folder.</param>
/// <param name="Message">What is wrong, for people.</param>
public sealed record SumDbProblemReport(string Where, string Message);
