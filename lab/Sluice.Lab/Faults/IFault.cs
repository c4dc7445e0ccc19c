using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>Something that goes wrong in a world, and exactly what restores it. Faults know nothing of each other and may be combined.</summary>
internal interface IFault
{
    /// <summary>Makes it go wrong; each step adds to <see cref="FaultContext.Undo"/> what takes it back.</summary>
    Task ApplyAsync(FaultContext context, CancellationToken cancellationToken);
}

/// <summary>Where faults happen.</summary>
/// <param name="World">The world.</param>
/// <param name="Undo">What takes them back.</param>
/// <param name="Client">The client.</param>
internal sealed record FaultContext(LabWorld World, Undo Undo, Running.LabClient Client)
{
    /// <summary>Runs a command in a place now, and another one there when all is undone.</summary>
    public async Task RunAsync(string place, string command, string undoCommand, CancellationToken cancellationToken)
    {
        await World.RunInAsync(place, cancellationToken, "/bin/sh", "-euc", command);
        Undo.Add(() => World.RunInAsync(place, CancellationToken.None, "/bin/sh", "-euc", undoCommand));
    }
}
