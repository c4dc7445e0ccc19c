using System.Security.Cryptography;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;
using Sluice.Fetch.SumDb;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>doctor</c> with the machine.</summary>
internal static class DoctorWiring
{
    public static Task<EvidenceBundle> CollectAsync(DoctorOptions options, CliContext context, Action<ProbeProgress>? progress, CancellationToken cancellationToken)
    {
        var host = new DoctorHost
        {
            Environment = context.Variables,
            System = OperatingSystem.IsWindows() ? HostSystem.Windows : OperatingSystem.IsMacOS() ? HostSystem.MacOS : HostSystem.Linux,
            WorkingDirectory = context.WorkingDirectory,
            Time = context.Time,
            Random = RandomNumberGenerator.GetInt32,
            IsElevated = Environment.IsPrivilegedProcess,
            VerifierOf = key => Ed25519NoteVerifier.TryCreate(key, out var verifier) ? verifier : throw new FormatException("not an Ed25519 key"),
        };
        return new EvidenceCollector(host, options, progress).CollectAsync(cancellationToken);
    }
}
