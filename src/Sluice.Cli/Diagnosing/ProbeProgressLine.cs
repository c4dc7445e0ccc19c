using System.Globalization;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Cli.Diagnosing;

/// <summary>One line on the terminal that says what is being tried, and for how long; it is gone when the result comes. Safe to call concurrently.</summary>
internal sealed class ProbeProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly CliContext _context;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _running = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private int _finished;
    private int _total;
    private bool _isOver;

    public ProbeProgressLine(CliContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(_ => Draw(), null, Interval, Interval);
    }

    /// <summary>A probe begins or ends.</summary>
    public void Report(ProbeProgress progress)
    {
        lock (_lock)
        {
            _finished = Math.Max(_finished, progress.Finished);
            _total = progress.Total;
            if (progress.IsDone)
            {
                _running.Remove(progress.Id);
            }
            else
            {
                _running[progress.Id] = _context.Time.GetTimestamp();
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
            _context.Error.Write("\r\u001b[K");
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_isOver || _running.Count == 0)
            {
                return;
            }

            // The one that takes longest is the one that is waited for.
            var oldest = _running.MinBy(pair => pair.Value);
            var seconds = _context.Time.GetElapsedTime(oldest.Value).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var others = _running.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" +{_running.Count - 1}") : "";
            var line = string.Create(CultureInfo.InvariantCulture, $"{_finished}/{_total} {oldest.Key} {seconds} s{others}");
            _context.Error.Write($"\r\u001b[K{_context.ErrorInk.Dim(line[..Math.Min(line.Length, Math.Max(20, _context.Width - 1))])}");
        }
    }
}
