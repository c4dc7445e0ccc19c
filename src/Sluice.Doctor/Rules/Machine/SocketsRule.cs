using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Machine;

/// <summary>Nearly all local ports are taken, or a process may open too few files: connections fail that have nothing to do with the other side.</summary>
internal sealed class SocketsRule : IRule
{
    private const double NearlyAll = 0.9;

    /// <summary>The go command opens a file for each package and a socket for each download at once.</summary>
    private const long FewFiles = 128;

    /// <inheritdoc/>
    public string Id => "sockets";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Bundle.Machine.Value is not { } machine)
        {
            yield break;
        }

        var used = machine.Sockets.Where(state => state.State is not ("LISTEN" or "CLOSE")).Sum(state => state.Count);
        if (machine.EphemeralPorts is > 0 and var ports && used >= ports * NearlyAll)
        {
            yield return Claims.Of("machine", FindingCodes.MachinePortsExhausted, Layer.Machine, Severity.Warning, [FormattableString.Invariant($"{used} of {ports}"), .. machine.Sockets.OrderByDescending(state => state.Count).Take(3).Select(state => FormattableString.Invariant($"{state.State}: {state.Count}"))]);
        }

        if (machine.OpenFilesLimit is { } limit and < FewFiles)
        {
            yield return Claims.Of("machine", FindingCodes.MachineFilesExhausted, Layer.Machine, Severity.Warning, FormattableString.Invariant($"open files: {limit}"));
        }
    }
}
