namespace Sluice.Modules.SumDb;

/// <summary>What a <see cref="SumDbClient"/> says of a module version.</summary>
public abstract record SumDbLookup
{
    private SumDbLookup()
    {
    }

    /// <summary>The database vouches for these hashes: they stand in its log. One of the lists may be empty, not both.</summary>
    /// <param name="Answer">The answer that holds them.</param>
    /// <param name="ZipHashes">Hashes of the module's files, with their algorithm: <c>h1:…</c>.</param>
    /// <param name="GoModHashes">Hashes of its go.mod.</param>
    public sealed record Verified(LookupAnswer Answer, IReadOnlyList<string> ZipHashes, IReadOnlyList<string> GoModHashes) : SumDbLookup;

    /// <summary>The database says that it does not have the version.</summary>
    public sealed record NotFound : SumDbLookup;

    /// <summary>The answer is not to be believed. Whoever gave it is broken or lies; that need not be the database.</summary>
    /// <param name="Problem">What is wrong.</param>
    /// <param name="Reason">The same for a person.</param>
    public sealed record Untrusted(SumDbProblem Problem, string Reason) : SumDbLookup;

    /// <summary>The database itself has signed two histories. It has been reported.</summary>
    /// <param name="Evidence">The proof.</param>
    public sealed record Forked(ForkEvidence Evidence) : SumDbLookup;
}
