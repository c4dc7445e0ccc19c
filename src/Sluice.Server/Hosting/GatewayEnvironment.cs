namespace Sluice.Server.Hosting;

/// <summary>What the composition root of a process hands in: nothing below it reads the environment by itself.</summary>
public sealed record GatewayEnvironment
{
    /// <summary>The product's version: <c>0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where log lines go; not closed by the gateway.</summary>
    public required Stream LogTarget { get; init; }

    /// <summary>Whether <see cref="LogTarget"/> is a terminal, so that lines are for people by default.</summary>
    public bool LogIsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Uniform numbers from 0 to 1, for jitter; safe to call concurrently.</summary>
    public required Func<double> Random { get; init; }

    /// <summary>Called once with the addresses, <c>http://127.0.0.1:3000</c>, as soon as they take connections.</summary>
    public Action<IReadOnlyList<string>> Started { get; init; } = static _ => { };
}
