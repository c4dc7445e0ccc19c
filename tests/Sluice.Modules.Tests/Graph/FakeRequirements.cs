using System.Collections.Concurrent;
using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Modules.Tests.Graph;

/// <summary>Go.mod files in memory, which remembers what was read.</summary>
internal sealed class FakeRequirements : IRequirementSource
{
    private readonly Dictionary<ModuleReference, RequirementsAnswer> _answers = [];
    private int _running;

    public ConcurrentQueue<ModuleReference> Read { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>Adds <c>path@version</c> with requirements of the same form.</summary>
    public FakeRequirements Add(string module, string? go, params IReadOnlyList<string> requirements) =>
        Answer(module, new RequirementsAnswer.Known(Reference(module).Path, go, [.. requirements.Select(Reference)]));

    public FakeRequirements Answer(string module, RequirementsAnswer answer)
    {
        _answers[Reference(module)] = answer;
        return this;
    }

    public async ValueTask<RequirementsAnswer> ReadAsync(ModuleReference module, CancellationToken cancellation)
    {
        Read.Enqueue(module);
        var running = Interlocked.Increment(ref _running);
        lock (_answers)
        {
            MostAtOnce = Math.Max(MostAtOnce, running);
        }

        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        Interlocked.Decrement(ref _running);
        return _answers.GetValueOrDefault(module, new RequirementsAnswer.Failed("not found"));
    }

    public static ModuleReference Reference(string text) =>
        text.Split('@') is [var path, var version] ? new ModuleReference(path, version) : new ModuleReference(text, "");

    public static MainModule MainOf(string path, string? go, params IReadOnlyList<string> requirements) =>
        new(path, go, [.. requirements.Select(Reference)], [], []);
}
