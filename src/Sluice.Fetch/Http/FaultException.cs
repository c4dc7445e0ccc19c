using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>
/// Carries a fault out of the callbacks of the HTTP stack and out of half-read bodies. Never leaves this assembly: sources turn it into
/// an outcome.
/// </summary>
internal sealed class FaultException(Fault fault, Exception? inner = null) : Exception(fault.ToString(), inner)
{
    public Fault Fault { get; } = fault;
}
