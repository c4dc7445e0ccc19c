using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>A page of a log's records.</summary>
/// <param name="Records">The records with their numbers, in order.</param>
/// <param name="Next">The record to go on with; null when there are no more.</param>
public sealed record LogPage(IReadOnlyList<(long Id, ModuleRecord Record)> Records, long? Next);
