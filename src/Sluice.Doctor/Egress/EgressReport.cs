using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Egress;

/// <summary>What a firewall has to let out for downloads of a project.</summary>
/// <param name="Modules">How many modules were looked at.</param>
/// <param name="Rules">One for each host and port, in the order in which they are needed.</param>
/// <param name="Notes">What one should know beside.</param>
public sealed record EgressReport(int Modules, IReadOnlyList<EgressRule> Rules, IReadOnlyList<BilingualText> Notes)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.egress/1";
}

/// <summary>A host to be let through.</summary>
/// <param name="Host">Its name, or an address.</param>
/// <param name="Port">The port.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Why">What needs it.</param>
/// <param name="Basis">How it is known: <c>setting</c>, <c>observed</c>, <c>known</c>, <c>module</c>.</param>
/// <param name="Reached">Whether it can be reached now: <c>yes</c>, <c>no</c>, <c>not checked</c>.</param>
/// <param name="Addresses">The addresses that it has now; they change.</param>
public sealed record EgressRule(string Host, int Port, string Protocol, string Why, string Basis, string Reached, IReadOnlyList<string> Addresses);
