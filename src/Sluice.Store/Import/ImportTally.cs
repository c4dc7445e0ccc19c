using Sluice.Store.Files;

namespace Sluice.Store.Import;

/// <summary>Counts what an import does. Safe to call concurrently.</summary>
internal sealed class ImportTally(int maxProblems)
{
    private readonly Bounded<ImportProblem> _problems = new(maxProblems);
    private int _versions;
    private int _imported;
    private int _alreadyThere;
    private long _sizeBytes;

    public void Report(ImportProblem problem) => _problems.Add(problem);

    public void Imported(long sizeBytes)
    {
        Interlocked.Increment(ref _imported);
        Interlocked.Add(ref _sizeBytes, sizeBytes);
    }

    public void AlreadyThere() => Interlocked.Increment(ref _alreadyThere);

    public ImportProgress NextVersion(ImportItem item) =>
        new(Interlocked.Increment(ref _versions), Interlocked.Read(ref _sizeBytes), _problems.Count, item.ToString());

    public ImportResult ToResult(ImportKind kind, int lists) =>
        new(kind, _versions, _imported, _alreadyThere, lists, _sizeBytes, _problems.Count, _problems.Items);
}
