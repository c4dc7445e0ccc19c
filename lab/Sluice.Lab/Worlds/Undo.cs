namespace Sluice.Lab.Worlds;

/// <summary>What has to be undone, done last first. A step that fails does not keep the others from being done.</summary>
internal sealed class Undo : IAsyncDisposable
{
    private readonly Stack<Func<Task>> _steps = new();

    /// <summary>Adds a step.</summary>
    public void Add(Func<Task> step) => _steps.Push(step);

    /// <summary>Adds something that is ended by disposing it, and gives it back.</summary>
    public T Own<T>(T owned)
        where T : IAsyncDisposable
    {
        Add(async () => await owned.DisposeAsync());
        return owned;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_steps.TryPop(out var step))
        {
            try
            {
                await step();
            }
            catch (Exception exception) when (exception is LabException or IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new LabException("not everything could be undone: " + string.Join("; ", failures.Select(failure => failure.Message)));
        }
    }
}
