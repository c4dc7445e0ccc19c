using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>A signed tree head of the log, checked.</summary>
/// <param name="Note">The note, as it is given out.</param>
/// <param name="Tree">What it says.</param>
public sealed record LogHead(ReadOnlyMemory<byte> Note, TreeHead Tree);
