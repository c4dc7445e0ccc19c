using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Runs the probe again that found something.</summary>
/// <param name="finding">What was found.</param>
/// <param name="host">The machine as new terminals see it after the fix.</param>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Whether it is gone; <see cref="Tri.NotChecked"/> where no probe can tell.</returns>
public delegate Task<Tri> Reprobe(Finding finding, DoctorHost host, CancellationToken cancellationToken);

/// <summary>Whether fixes are done.</summary>
public enum FixMode
{
    /// <summary>Each after a question.</summary>
    Ask,

    /// <summary>Without a question, but for programs that knowledge names and authorities to be trusted.</summary>
    Yes,

    /// <summary>Not at all: they are shown.</summary>
    DryRun,
}

/// <summary>
/// Fixes findings one after another: shows what a fix would change, asks, does it, runs the failed probe again. A fix that did not help is taken back before the next one of
/// the finding is tried, so that in the end only what helped is different.
/// </summary>
public sealed class FixRun
{
    private readonly IFixDialogue _dialogue;
    private readonly FixMode _mode;
    private readonly Reprobe _reprobe;
    private readonly FixApplier _applier;
    private readonly Func<DoctorHost, FixPlanner> _plannerOf;
    private readonly List<FixStep> _steps = [];
    /// <summary>Fixes a machine.</summary>
    public FixRun(DoctorHost host, IFixDialogue dialogue, FixMode mode, Reprobe reprobe)
        : this(host, dialogue, mode, reprobe, new FixPrograms(host))
    {
    }

    internal FixRun(DoctorHost host, IFixDialogue dialogue, FixMode mode, Reprobe reprobe, FixPrograms programs)
    {
        Host = host;
        _dialogue = dialogue;
        _mode = mode;
        _reprobe = reprobe;
        _applier = new FixApplier(host, programs);
        _plannerOf = machine => new FixPlanner(machine, programs);
    }

    /// <summary>The machine as new terminals see it after what was done so far.</summary>
    public DoctorHost Host { get; private set; }

    /// <summary>Fixes what can be fixed. One use.</summary>
    /// <param name="findings">Causes, in the order in which they are to be fixed. Benign ones are passed over.</param>
    /// <param name="cancellationToken">Ends it between two fixes; one that is being done is finished or taken back.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<FixRunReport> RunAsync(IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        foreach (var finding in findings.Where(finding => finding.Severity != Severity.Benign))
        {
            await FixAsync(finding, cancellationToken);
        }

        return new FixRunReport(_steps);
    }

    private async Task FixAsync(Finding finding, CancellationToken cancellationToken)
    {
        if (_steps.Exists(step => step.Outcome is FixOutcome.Healed or FixOutcome.NotVerified) && await _reprobe(finding, Host, cancellationToken) == Tri.Yes)
        {
            Tell(new FixStep(finding, null, FixOutcome.HealedByAnother));
            return;
        }

        foreach (var fix in finding.Fixes)
        {
            var plan = await _plannerOf(Host).PlanAsync(fix, cancellationToken);
            _dialogue.Show(finding, plan);
            var step = await TryAsync(finding, plan, cancellationToken);
            Tell(step);
            if (step.Outcome is FixOutcome.Healed or FixOutcome.NotVerified)
            {
                return;
            }
        }
    }

    private async Task<FixStep> TryAsync(Finding finding, FixPlan plan, CancellationToken cancellationToken)
    {
        if (plan.State != PlanState.Ready)
        {
            return new FixStep(finding, plan, plan.State switch
            {
                PlanState.NothingToDo => FixOutcome.NothingToDo,
                PlanState.NeedsRoot => FixOutcome.NeedsRoot,
                _ => FixOutcome.ByHand,
            });
        }

        if (_mode == FixMode.DryRun)
        {
            return new FixStep(finding, plan, FixOutcome.OnlyShown);
        }

        var isAllowed = (_mode == FixMode.Yes && plan.IsHarmless) || await _dialogue.AskAsync(plan, cancellationToken);
        return isAllowed ? await DoAsync(finding, plan, cancellationToken) : new FixStep(finding, plan, FixOutcome.Declined);
    }

    private async Task<FixStep> DoAsync(Finding finding, FixPlan plan, CancellationToken cancellationToken)
    {
        JournalEntry entry;
        try
        {
            entry = await _applier.ApplyAsync(plan, cancellationToken);
        }
        catch (FixException exception)
        {
            return new FixStep(finding, plan, FixOutcome.Failed) { Problem = exception.Message };
        }

        var host = With(Host, plan.Variables);
        var isHealed = await _reprobe(finding, host, cancellationToken);
        if (isHealed == Tri.No)
        {
            var undone = await _applier.UndoAsync(entry, cancellationToken);
            return new FixStep(finding, plan, undone.IsComplete ? FixOutcome.DidNotHelp : FixOutcome.Failed)
            {
                Problem = undone.IsComplete ? null : "it did not help, and could not be taken back whole",
            };
        }

        Host = host;
        return new FixStep(finding, plan, isHealed == Tri.Yes ? FixOutcome.Healed : FixOutcome.NotVerified) { JournalId = entry.Id };
    }

    private void Tell(FixStep step)
    {
        _steps.Add(step);
        _dialogue.Tell(step);
    }

    /// <summary>The machine as new terminals see it.</summary>
    internal static DoctorHost With(DoctorHost host, IReadOnlyDictionary<string, string?> variables)
    {
        var environment = new Dictionary<string, string>(host.Environment);
        foreach (var (name, value) in variables)
        {
            _ = value is null ? environment.Remove(name) : (environment[name] = value) is not null;
        }

        return host with { Environment = environment };
    }
}
