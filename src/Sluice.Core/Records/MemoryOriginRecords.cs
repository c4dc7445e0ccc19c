using System.Collections.Concurrent;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Core.Records;

/// <summary>Origin records that end with the process.</summary>
public sealed class MemoryOriginRecords : IOriginRecords
{
    private readonly ConcurrentDictionary<(string Path, string Version), OriginRecord> _records = new();
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    /// <summary>What was audited, oldest first.</summary>
    public IReadOnlyCollection<AuditEvent> Events => _events;

    /// <inheritdoc/>
    public ValueTask<OriginRecord?> FindAsync(ModulePath path, string version, CancellationToken cancellationToken) => new(_records.GetValueOrDefault((path.Value, version)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OriginRecord>> OfModuleAsync(ModulePath path, CancellationToken cancellationToken) =>
        new([.. _records.Values.Where(record => record.Path == path)]);

    /// <inheritdoc/>
    public ValueTask AddAsync(OriginRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        _records.TryAdd((record.Path.Value, record.Version), record);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ChangeAsync(OriginRecord record, AuditEvent because, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var key = (record.Path.Value, record.Version);
        if (!_records.TryGetValue(key, out var known) || (known.State, known.HashNow) == (record.State, record.HashNow) || !_records.TryUpdate(key, record, known))
        {
            return new(false);
        }

        _events.Enqueue(because);
        return new(true);
    }
}
