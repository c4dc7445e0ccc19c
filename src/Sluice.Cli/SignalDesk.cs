using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>Who takes the signals that come to the process. Without a taker they stop the command in hand.</summary>
internal sealed class SignalDesk
{
    private volatile Action<PosixSignal>? _taker;

    /// <summary>From now on these go to the taker; null gives them back.</summary>
    public void GiveTo(Action<PosixSignal>? taker) => _taker = taker;

    /// <summary>Hands a signal over. False when nobody takes it.</summary>
    public bool Take(PosixSignal signal)
    {
        var taker = _taker;
        taker?.Invoke(signal);
        return taker is not null;
    }
}
