using Sluice.Doctor.Evidence;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>Tells whether the checksum database can be asked for a module.</summary>
internal static class SumDbNeeds
{
    /// <summary>By way of an entry of GOPROXY; absent when it does not relay. Null when nobody looked.</summary>
    public static Need? Through(EvidenceBundle bundle, SumDbSetting setting, GoProxyEntry entry, Target target)
    {
        var evidence = Find(bundle, entry.Name, target);
        var name = $"{setting.Name} through {entry.Name}";
        if (evidence is null)
        {
            var endpoint = EndpointFacts.OfProbes(bundle, entry.Url!);
            return endpoint.Stage == Stage.None
                ? null
                : new Need(NeedKind.ChecksumDatabase, name, target, NeedState.Broken) { Endpoint = endpoint, Step = ProxyStep.SumDbSupported, Probe = $"sumdb {entry.Name}" };
        }

        var supported = evidence.Steps.FirstOrDefault(step => step.Step == ProxyStep.SumDbSupported);
        return supported is not null && ProxyNeeds.IsAbsent(supported)
            ? new Need(NeedKind.ChecksumDatabase, name, target, NeedState.Absent) { SumDb = evidence }
            : OfSteps(bundle, name, evidence, target);
    }

    /// <summary>The database itself. Null when nobody looked.</summary>
    public static Need? Direct(EvidenceBundle bundle, SumDbSetting setting, Target target)
    {
        var url = setting.Url ?? new Uri($"https://{setting.Name}");
        if (Find(bundle, null, target) is { } evidence)
        {
            return OfSteps(bundle, setting.Name, evidence, target);
        }

        var endpoint = EndpointFacts.OfProbes(bundle, url);
        return endpoint.Stage == Stage.None
            ? null
            : new Need(NeedKind.ChecksumDatabase, setting.Name, target, NeedState.Broken) { Endpoint = endpoint, Probe = $"sumdb {url.GetLeftPart(UriPartial.Path).TrimEnd('/')}" };
    }

    private static Need OfSteps(EvidenceBundle bundle, string name, SumDbEvidence evidence, Target target)
    {
        var need = new Need(NeedKind.ChecksumDatabase, name, target, NeedState.Works) { SumDb = evidence, Probe = $"sumdb {evidence.Route}" };
        foreach (var step in evidence.Steps.Where(step => step.Exchange is not null))
        {
            // The signature has a rule of its own; a module that the database lacks is no fault of the way to it.
            var isHeadOnly = step.Step == ProxyStep.SumDbLatest && step is { Exchange: { Outcome: HttpOutcome.Answered, Status: 200 } } && evidence.IsSigned == Tri.No;
            if (!ProxyNeeds.IsFine(step) && !isHeadOnly)
            {
                return need with { State = NeedState.Broken, Step = step.Step, Exchange = step.Exchange, FormProblem = step.FormProblem, Endpoint = EndpointFacts.Of(bundle, step.Exchange) };
            }
        }

        return evidence.IsSigned == Tri.No ? need with { State = NeedState.Broken, Step = ProxyStep.SumDbLatest } : need;
    }

    private static SumDbEvidence? Find(EvidenceBundle bundle, string? through, Target target) =>
        bundle.SumDb.Select(probed => probed.Value).FirstOrDefault(value => value is not null && value.ThroughProxy == through && (target.Module.Length == 0 || target.IsReference || value.Module == target.Module));
}
