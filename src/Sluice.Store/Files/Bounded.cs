namespace Sluice.Store.Files;

/// <summary>Counts everything and keeps the first ones. Safe to call concurrently.</summary>
internal sealed class Bounded<T>(int capacity)
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private int _count;

    /// <summary>How many were added.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>The first ones, in the order in which they were added.</summary>
    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _count++;
            if (_items.Count < capacity)
            {
                _items.Add(item);
            }
        }
    }
}
