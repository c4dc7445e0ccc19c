using Sluice.Core.Ports;

namespace Sluice.Store.Blobs;

/// <summary>
/// Keeps the handles of zips that were asked for last, so that a hit costs no system call. Leases are counted: a handle that is pushed
/// out or made stale closes with its last lease. Now and then it is compared with what lies at its path: somebody may have taken a bad zip
/// away, or another gateway may have put one there. Safe to call concurrently; the one lock is never held during I/O.
/// </summary>
internal sealed class HandleCache(int capacity, TimeProvider time) : IDisposable
{
    /// <summary>How long a handle is given out without a look at its path.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<CachedHandle>> _handles = new(StringComparer.Ordinal);
    private readonly LinkedList<CachedHandle> _byUse = [];
    private bool _disposed;

    /// <summary>Leases the zip at a path; null when there is none, which is not remembered.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
    public StoredZip? Open(string path)
    {
        var handle = Lease(path);
        try
        {
            if (handle.Load(time) is { } file && (!handle.IsDue(time, TrustedFor) || handle.IsStillThere()))
            {
                return new StoredZip(file, handle.SizeBytes, handle.WrittenAt, () => Release(handle));
            }
        }
        catch
        {
            Invalidate(handle);
            Release(handle);
            throw;
        }

        var wasOpen = handle.IsOpen;
        Invalidate(handle);
        Release(handle);
        return wasOpen ? Open(path) : null;
    }

    /// <summary>Forgets the handle of a path: the next lease opens what is there then. Leases in use are not disturbed.</summary>
    public void Invalidate(string path)
    {
        CachedHandle? idle = null;
        lock (_lock)
        {
            if (_handles.TryGetValue(path, out var node))
            {
                idle = Detach(node);
            }
        }

        idle?.Close();
    }

    /// <summary>Closes every idle handle, and the others with their last lease.</summary>
    public void Dispose()
    {
        var idle = new List<CachedHandle>();
        lock (_lock)
        {
            _disposed = true;
            while (_byUse.First is { } node)
            {
                if (Detach(node) is { } handle)
                {
                    idle.Add(handle);
                }
            }
        }

        idle.ForEach(static handle => handle.Close());
    }

    private CachedHandle Lease(string path)
    {
        CachedHandle? idle = null;
        CachedHandle handle;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_handles.TryGetValue(path, out var known))
            {
                if (_byUse.First != known)
                {
                    _byUse.Remove(known);
                    _byUse.AddFirst(known);
                }

                known.Value.Leases++;
                return known.Value;
            }

            handle = new CachedHandle(path) { Leases = 1 };
            _handles.Add(path, _byUse.AddFirst(handle));
            if (_handles.Count > capacity)
            {
                idle = Detach(_byUse.Last!);
            }
        }

        idle?.Close();
        return handle;
    }

    private void Release(CachedHandle handle)
    {
        lock (_lock)
        {
            handle.Leases--;
            if (handle.Leases > 0 || !handle.IsDetached)
            {
                return;
            }
        }

        handle.Close();
    }

    /// <summary>Detaches this very handle, not a newer one of the same path.</summary>
    private void Invalidate(CachedHandle handle)
    {
        lock (_lock)
        {
            if (_handles.TryGetValue(handle.Path, out var node) && node.Value == handle)
            {
                Detach(node);
            }
        }
    }

    /// <summary>Takes a handle out of the cache, under the lock. Returns it when nobody uses it, to be closed outside of the lock.</summary>
    private CachedHandle? Detach(LinkedListNode<CachedHandle> node)
    {
        var handle = node.Value;
        _handles.Remove(handle.Path);
        _byUse.Remove(node);
        handle.IsDetached = true;
        return handle.Leases == 0 ? handle : null;
    }
}
