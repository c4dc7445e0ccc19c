using Spectre.Console;

namespace Sluice.Cli.Output;

/// <summary>A progress bar with the time that is left. The only class that touches Spectre.Console: commands without a bar do not load it.</summary>
internal sealed class BarDisplay : IWorkDisplay
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly string _title;

    private BarDisplay(IAnsiConsole console, ProgressTask task, string title)
    {
        _console = console;
        _task = task;
        _title = title;
    }

    public static async Task<T> RunAsync<T>(CliContext context, string title, Func<IWorkDisplay, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(context.Error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = context.IsColourOff ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = context.Width;
        return await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(title), maxValue: 1);
                task.IsIndeterminate = true;
                return await work(new BarDisplay(console, task, title));
            });
    }

    public void Report(long done, long total, string status)
    {
        lock (_lock)
        {
            _task.IsIndeterminate = total <= 0;
            _task.MaxValue = Math.Max(1, total);
            _task.Value = done;
            _task.Description = Markup.Escape(status.Length > 0 ? $"{_title}: {status}" : _title);
        }
    }

    public void Note(string line)
    {
        lock (_lock)
        {
            _console.WriteLine(line);
        }
    }
}
