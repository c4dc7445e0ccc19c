using System.Diagnostics.CodeAnalysis;

namespace Sluice.Core.Faults;

/// <summary>What was found, or the fault that says why not. Never both.</summary>
public readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Fault? fault)
    {
        Value = value;
        Fault = fault;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsFound => Value is not null;

    /// <summary>What was found.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was found.</summary>
    public Fault? Fault { get; }

    /// <summary>A found value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value ?? throw new ArgumentNullException(nameof(value)), null);

    /// <summary>A fault.</summary>
    public static implicit operator Outcome<T>(Fault fault) => new(null, fault ?? throw new ArgumentNullException(nameof(fault)));
}
