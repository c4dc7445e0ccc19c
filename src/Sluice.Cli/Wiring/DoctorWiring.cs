using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>doctor</c> with the machine.</summary>
internal static class DoctorWiring
{
    public static Task<EvidenceBundle> CollectAsync(DoctorOptions options, CliContext context, Action<ProbeProgress>? progress, CancellationToken cancellationToken) =>
        new EvidenceCollector(context.OpenHost(context), options, progress).CollectAsync(cancellationToken);
}
