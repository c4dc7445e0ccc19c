namespace Sluice.Cli.Run.Watching;

/// <summary>
/// The one place that writes to stderr while the command runs: what the command says, byte for byte, our own lines, and on a terminal a line at the end that is taken
/// away before anything else is written. Safe for concurrent use.
/// </summary>
/// <param name="target">stderr.</param>
/// <param name="isLive">Whether it is a terminal that can show a status.</param>
/// <param name="width">The terminal's columns.</param>
internal sealed class StatusLine(Stream target, bool isLive, Func<int> width)
{
    private const string Erase = "\r\u001b[2K";
    private readonly Lock _lock = new();
    private bool _isShown;
    private bool _isAtLineStart = true;

    /// <summary>Whether there can be a status.</summary>
    public bool IsLive => isLive;

    /// <summary>Passes on what the command said.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        lock (_lock)
        {
            Clear();
            target.Write(bytes);
            target.Flush();
            _isAtLineStart = bytes[^1] == (byte)'\n';
        }
    }

    /// <summary>Says a line of our own, on a line of its own. Nothing is said while the command's words wait for their reader.</summary>
    public void Say(string line) => Try(() =>
    {
        Clear();
        Write(_isAtLineStart ? line + "\n" : $"\n{line}\n");
        _isAtLineStart = true;
    });

    /// <summary>Shows a status, if the command has ended its line; null takes it away.</summary>
    public void Show(string? status) => Try(() =>
    {
        if (!isLive || !_isAtLineStart)
        {
            return;
        }

        if (status is null)
        {
            Clear();
            return;
        }

        var room = Math.Max(20, width() - 1);
        Write(Erase + (status.Length <= room ? status : status[..(room - 1)] + "…"));
        _isShown = true;
    });

    /// <summary>Whoever watches must never wait for a reader of stderr.</summary>
    private void Try(Action write)
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            write();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Clear()
    {
        if (_isShown)
        {
            _isShown = false;
            Write(Erase);
        }
    }

    private void Write(string text)
    {
        try
        {
            target.Write(System.Text.Encoding.UTF8.GetBytes(text));
            target.Flush();
        }
        catch (IOException)
        {
            // Nobody reads our talk any more; the command goes on.
        }
    }
}
