using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Does what a plan says, all of it or nothing, and takes it back.</summary>
public sealed class FixApplier
{
    private readonly UndoJournal _journal;
    private readonly ChangeMaker _maker;

    /// <summary>Changes a machine.</summary>
    public FixApplier(DoctorHost host)
        : this(host, new FixPrograms(host))
    {
    }

    internal FixApplier(DoctorHost host, FixPrograms programs)
    {
        _journal = new UndoJournal(host);
        _maker = new ChangeMaker(programs);
    }

    /// <summary>Does it.</summary>
    /// <param name="plan">A plan that is ready.</param>
    /// <param name="cancellationToken">Ends it; what was changed until then is taken back.</param>
    /// <returns>The entry of the journal.</returns>
    /// <exception cref="FixException">A change could not be made; those before it were taken back.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<JournalEntry> ApplyAsync(FixPlan plan, CancellationToken cancellationToken)
    {
        var title = plan.Fix.Why.English.Length > 0 ? plan.Fix.Why.English : Findings.FixCommands.KindOf(plan.Fix);
        var entry = _journal.Begin(title, plan.Changes);
        var made = 0;
        try
        {
            foreach (var change in plan.Changes)
            {
                await _maker.MakeAsync(change, cancellationToken);
                made++;
            }

            return entry;
        }
        catch (Exception exception) when (exception is FixException or OperationCanceledException)
        {
            var isClean = true;
            foreach (var change in plan.Changes.Take(made).Reverse())
            {
                // The cancelled one has to be finished: halves are worse than either end.
                isClean &= (await _maker.TakeBackAsync(change, CancellationToken.None)).Outcome is UndoOutcome.Restored or UndoOutcome.AlreadyBefore or UndoOutcome.NothingToRestore;
            }

            if (isClean)
            {
                _journal.Drop(entry);
            }

            throw;
        }
    }

    /// <summary>Takes an entry back, as far as what it left is still there.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<UndoReport> UndoAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var changes = new List<UndoneChange>();
        foreach (var change in entry.Changes.Reverse())
        {
            changes.Add(await _maker.TakeBackAsync(change, cancellationToken));
        }

        var report = new UndoReport(entry, changes);
        if (report.IsComplete)
        {
            _journal.Close(entry);
        }

        return report;
    }
}
