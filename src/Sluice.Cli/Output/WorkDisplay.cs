namespace Sluice.Cli.Output;

/// <summary>Chooses the display: a bar on a terminal, lines elsewhere.</summary>
internal static class WorkDisplay
{
    public static async Task<T> RunAsync<T>(CliContext context, string title, Func<IWorkDisplay, Task<T>> work) =>
        context.IsErrorTerminal ? await BarDisplay.RunAsync(context, title, work) : await work(new LineDisplay(context));
}
