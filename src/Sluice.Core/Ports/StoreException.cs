using Sluice.Core.Faults;

namespace Sluice.Core.Ports;

/// <summary>The store could not do what was asked of it. Its own exception, so that nobody takes it for a failing upstream.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Wraps what the operating system said.</summary>
    public StoreException(Fault fault, Exception? inner = null)
        : base(fault?.ToString(), inner) => Fault = fault ?? throw new ArgumentNullException(nameof(fault));

    /// <summary><see cref="FaultCodes.StoreFull"/>, <see cref="FaultCodes.StoreFailed"/>, or of our own checksum database <see cref="FaultCodes.SumLogDamaged"/>; without a path of the server in its texts.</summary>
    public Fault Fault { get; }
}
