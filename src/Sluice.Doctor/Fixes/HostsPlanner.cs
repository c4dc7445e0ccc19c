using System.Globalization;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans changes of the hosts file.</summary>
internal sealed class HostsPlanner(DoctorHost host)
{
    private const int MaxMinutes = 7 * 24 * 60;

    /// <summary>Plans an entry for a while. A name has one entry of ours at a time; expired ones go along.</summary>
    public FixPlan Plan(Fix.SetHostsEntry fix)
    {
        if (!HostsBlock.IsValid(fix.Host, fix.Address) || fix.Minutes is < 1 or > MaxMinutes)
        {
            return FixPlan.ByHand(fix, FixTexts.Text($"{fix.Host} {fix.Address}: not an entry of the hosts file", $"{fix.Host} {fix.Address}：不是有效的 hosts 条目"));
        }

        var now = host.Time.GetUtcNow();
        var entry = new TemporaryHost(fix.Address, fix.Host, now.AddMinutes(fix.Minutes));
        return Plan(
            fix,
            text => HostsBlock.TakeOut(text, fix.Host),
            entries => [.. entries.Where(other => !other.IsExpired(now) && !IsAbout(other, fix.Host)), entry],
            $"echo '{HostsBlock.LineOf(entry)}' | sudo tee -a {HostsFile.PathOf(host)}",
            FixTexts.Expires(entry.Until));
    }

    /// <summary>Plans a name's removal, whoever entered it.</summary>
    public FixPlan Plan(Fix.RemoveHostsEntries fix)
    {
        if (!HostsBlock.IsValid(fix.Host, "127.0.0.1"))
        {
            return FixPlan.ByHand(fix, FixTexts.Text($"{fix.Host} stays in the hosts file", $"{fix.Host} 保留在 hosts 文件中"));
        }

        var pattern = fix.Host.Replace(".", @"\.", StringComparison.Ordinal);
        return Plan(
            fix,
            text => HostsBlock.TakeOut(text, fix.Host),
            entries => [.. entries.Where(entry => !IsAbout(entry, fix.Host))],
            string.Create(CultureInfo.InvariantCulture, $"sudo sed -i.bak -E '/[[:space:]]{pattern}([[:space:]]|$)/s/^/# /' {HostsFile.PathOf(host)}"));
    }

    /// <summary>Plans the removal of our entries: all, or those whose time is over.</summary>
    public FixPlan PlanClean(bool all)
    {
        var now = host.Time.GetUtcNow();
        var fix = new Fix.Advice(FixTexts.Text("takes away temporary entries of the hosts file", "清除 hosts 文件中的临时条目"));
        return Plan(fix, text => text, entries => all ? [] : [.. entries.Where(entry => !entry.IsExpired(now))], "sudo sluice doctor hosts --clean" + (all ? " --all" : ""));
    }

    private FixPlan Plan(
        Fix fix, Func<string, string> outside, Func<IReadOnlyList<TemporaryHost>, IReadOnlyList<TemporaryHost>> inside, string rootLine, params BilingualText[] notes)
    {
        var file = TextFile.Open(host, HostsFile.PathOf(host));
        if (file.Problem is not null)
        {
            return FixPlan.ByHand(fix, file.Problem);
        }

        var before = file.Text ?? "";
        var after = HostsBlock.Write(outside(before), inside(HostsBlock.Read(before)), file.LineEnd);
        return (FixPlan.Of(fix, file.ChangeTo(after.Length == 0 && file.Text is null ? null : after)) with { Notes = notes }).OrByRoot(rootLine);
    }

    private static bool IsAbout(TemporaryHost entry, string name) => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
