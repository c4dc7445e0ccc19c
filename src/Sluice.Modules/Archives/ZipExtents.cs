namespace Sluice.Modules.Archives;

/// <summary>
/// Whether entries share bytes: a zip bomb's trick (https://www.bamsoftware.com/hacks/zipbomb/), and a way to show different programs different
/// files. Sixteen bytes an entry; sorts only when entries are not in the file's order, which they are wherever they were written once.
/// </summary>
internal sealed class ZipExtents
{
    private readonly List<(long Start, long End)> _extents = [];
    private bool _isSorted = true;

    /// <summary>Adds the least that an entry covers: its local header, name and data. Its extra field and descriptor are not known without reading.</summary>
    public void Add(in ZipEntry entry)
    {
        var start = entry.OffsetBytes;
        _isSorted &= _extents.Count == 0 || start >= _extents[^1].Start;
        _extents.Add((start, start + ZipFormat.LocalHeaderBytes + entry.Name.Length + entry.CompressedBytes));
    }

    public bool Overlap()
    {
        if (!_isSorted)
        {
            _extents.Sort();
        }

        for (var i = 1; i < _extents.Count; i++)
        {
            if (_extents[i].Start < _extents[i - 1].End)
            {
                return true;
            }
        }

        return false;
    }
}
