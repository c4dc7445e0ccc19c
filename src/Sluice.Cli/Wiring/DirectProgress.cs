namespace Sluice.Cli.Wiring;

/// <summary>Calls at once, on the thread that reports: the displays are safe to call concurrently, and order is kept.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
