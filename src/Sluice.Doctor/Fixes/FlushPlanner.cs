using System.Globalization;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans that caches of names forget, by the way of each system and of the caches that run.</summary>
internal sealed class FlushPlanner(DoctorHost host)
{
    /// <summary>Plans it.</summary>
    public FixPlan Plan(Fix.FlushDns fix)
    {
        IReadOnlyList<string>[] commands = host.System switch
        {
            HostSystem.Windows => [["ipconfig", "/flushdns"]],
            HostSystem.MacOS => [["dscacheutil", "-flushcache"], ["killall", "-HUP", "mDNSResponder"]],
            _ => [.. Linux()],
        };
        if (commands.Length == 0)
        {
            return FixPlan.Done(fix, FixTexts.NoCache);
        }

        // Windows lets everybody flush.
        if (host.System != HostSystem.Windows && host.IsElevated == false)
        {
            return FixPlan.ByHand(fix, FixTexts.NeedsAdministrator) with { State = PlanState.NeedsRoot, Lines = [.. commands.Select(command => "sudo " + string.Join(' ', command))] };
        }

        return FixPlan.Of(fix, [.. commands.Select(command => new Change.Run(command))]);
    }

    private IEnumerable<IReadOnlyList<string>> Linux()
    {
        foreach (var service in ResolverProbe.CollectLinux(host).LocalServices.Where(service => service.IsRunning == Tri.Yes))
        {
            switch (service.Name)
            {
                case "systemd-resolved":
                    yield return ["resolvectl", "flush-caches"];
                    break;
                case "nscd":
                    yield return ["nscd", "-i", "hosts"];
                    break;
                case "unbound":
                    yield return ["unbound-control", "flush_zone", "."];
                    break;
                case "dnsmasq" when Processes.FindByName(host, "dnsmasq") is { } id:
                    yield return ["kill", "-HUP", id.ToString(CultureInfo.InvariantCulture)];
                    break;
            }
        }
    }
}
