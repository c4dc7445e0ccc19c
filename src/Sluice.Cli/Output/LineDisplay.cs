namespace Sluice.Cli.Output;

/// <summary>Progress for logs: what stays is a line, and how far it is comes every ten seconds.</summary>
internal sealed class LineDisplay(CliContext context) : IWorkDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _last = context.Time.GetTimestamp();

    public void Report(long done, long total, string status)
    {
        lock (_lock)
        {
            if (context.Time.GetElapsedTime(_last) < Interval)
            {
                return;
            }

            _last = context.Time.GetTimestamp();
            context.Error.WriteLine($"{done}{(total > 0 ? $" of {total}" : "")} done{(status.Length > 0 ? $", {status}" : "")}");
        }
    }

    public void Note(string line)
    {
        lock (_lock)
        {
            context.Error.WriteLine(line);
        }
    }
}
