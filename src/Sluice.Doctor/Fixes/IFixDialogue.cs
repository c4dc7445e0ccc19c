using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>Talks with whoever wants something fixed.</summary>
public interface IFixDialogue
{
    /// <summary>Shows what a fix would change.</summary>
    void Show(Finding finding, FixPlan plan);

    /// <summary>Asks whether it is to be done. No answer is no.</summary>
    Task<bool> AskAsync(FixPlan plan, CancellationToken cancellationToken);

    /// <summary>Tells what became of it.</summary>
    void Tell(FixStep step);
}
