using Sluice.Api.Store;
using Sluice.Core.Records;
using Sluice.Store.Records;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>store origins</c> with the records.</summary>
internal static class StoreOriginsWiring
{
    public static async Task<StoreOriginsReport> ReadAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        using var records = new SqliteRecords(dataDirectory);
        var origins = await records.AllAsync(cancellationToken);
        var events = await records.EventsAsync(cancellationToken);
        return new StoreOriginsReport(
            dataDirectory,
            [.. origins.Select(ToReport)],
            [.. events.Select(entry => new StoredEvent(entry.At, entry.Kind, entry.Module, entry.Version, entry.Detail))]);
    }

    private static StoredOrigin ToReport(OriginRecord record) => new(
        record.Path.Value, record.Version, NameOf(record.State), record.StateSince, record.Vcs, record.Url, record.Hash, record.FirstSeen)
    {
        Ref = NullIfEmpty(record.Ref),
        Folder = NullIfEmpty(record.Folder),
        HashNow = NullIfEmpty(record.HashNow),
    };

    private static string NameOf(OriginState state) => state switch
    {
        OriginState.Present => "present",
        OriginState.Moved => "moved",
        _ => "lost",
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
