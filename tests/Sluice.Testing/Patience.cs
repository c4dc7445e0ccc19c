namespace Sluice.Testing;

/// <summary>How long a test waits before it calls something stuck. Never how long a test takes: nothing sleeps.</summary>
public static class Patience
{
    /// <summary>For anything that should happen at once: 1 min, since a machine may be busy with other tests.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    /// <summary>For a go command: 2 min.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMinutes(2);

    /// <summary>The task's end, or a <see cref="TimeoutException"/> after <see cref="Long"/>.</summary>
    public static Task OrFail(this Task task) => task.WaitAsync(Long);

    /// <summary>The task's result, or a <see cref="TimeoutException"/> after <see cref="Long"/>.</summary>
    public static Task<T> OrFail<T>(this Task<T> task) => task.WaitAsync(Long);
}
