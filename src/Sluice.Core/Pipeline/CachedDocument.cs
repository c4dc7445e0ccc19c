using System.Security.Cryptography;
using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>A document in memory, ready to be answered. Immutable but for its marks of freshness and use.</summary>
public sealed class CachedDocument
{
    /// <summary>What an entry costs besides its bytes: the key's strings, the entry, the dictionary's node. An estimate from the sizes of these objects.</summary>
    private const int OverheadBytes = 600;

    /// <summary>The source of what was read from the store: who gave it first is not recorded yet.</summary>
    public const string StoreSource = "store";

    private long _freshUntil;
    private long _pausedUntil;
    private long _refreshFrom;
    private int _lastUsed;

    internal CachedDocument(Artefact artefact, ReadOnlyMemory<byte> bytes, string source, DateTimeOffset writtenAt)
    {
        Artefact = artefact;
        Bytes = bytes;
        Source = source;
        WrittenAt = writtenAt;
        IsImmutable = artefact.IsImmutable;
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span).AsSpan(0, 16))}\"";
        LastModified = writtenAt.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What it answers.</summary>
    public Artefact Artefact { get; }

    /// <summary>The content, byte for byte as the source had it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The name of the source it came from; <c>store</c> when it was read from disk.</summary>
    public string Source { get; }

    /// <summary>When it was written to the store.</summary>
    public DateTimeOffset WrittenAt { get; }

    /// <summary>Strong ETag, quotes included: 128 bits of the content's SHA-256.</summary>
    public string ETag { get; }

    /// <summary><see cref="WrittenAt"/> as an HTTP date.</summary>
    public string LastModified { get; }

    /// <summary>Whether it can never change.</summary>
    public bool IsImmutable { get; }

    /// <summary>The source's own ETag, to ask it again.</summary>
    internal string? SourceETag { get; init; }

    internal long ChargeBytes => Bytes.Length + OverheadBytes;

    internal int LastUsed => Volatile.Read(ref _lastUsed);

    internal bool IsFresh(long now) => IsImmutable || now < Volatile.Read(ref _freshUntil);

    internal bool WantsRefresh(long now) => !IsImmutable && now >= Volatile.Read(ref _refreshFrom);

    internal void SetFreshness(long refreshFrom, long freshUntil)
    {
        Volatile.Write(ref _refreshFrom, refreshFrom);
        Volatile.Write(ref _freshUntil, freshUntil);
    }

    /// <summary>Whether a refresh failed a moment ago, so that the stale content is answered without asking again.</summary>
    internal bool IsPaused(long now) => now < Volatile.Read(ref _pausedUntil);

    internal void Pause(long until) => Volatile.Write(ref _pausedUntil, until);

    internal void Touch(int epoch)
    {
        if (_lastUsed != epoch)
        {
            Volatile.Write(ref _lastUsed, epoch);
        }
    }
}
