using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>Failures for lack of an address, of the host itself or of the forward proxy.</summary>
internal static class NameFailure
{
    /// <summary>Whether a failure is one.</summary>
    public static bool IsOne(FailingEndpoint failing) => failing.Endpoint.Stage == Stage.Name || (failing.Endpoint is { Stage: Stage.Proxy, ForwardProxy: { Lookup.Addresses.Count: 0 } });

    /// <summary>The system's own words.</summary>
    public static string Line(FailingEndpoint failing)
    {
        var lookup = failing.Endpoint.ForwardProxy?.Lookup ?? failing.Endpoint.Dns?.System;
        return lookup is null ? failing.Endpoint.Hop?.Problem ?? "" : $"lookup: {lookup.Outcome}{(lookup.Error is { Length: > 0 } error ? $", {error}" : "")} ({Show.Time(lookup.TookMs)})";
    }
}
