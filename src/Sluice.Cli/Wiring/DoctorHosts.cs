using System.Security.Cryptography;
using Sluice.Doctor.Probes;
using Sluice.Fetch.SumDb;

namespace Sluice.Cli.Wiring;

/// <summary>Makes the doctor's view of this machine.</summary>
internal static class DoctorHosts
{
    public static DoctorHost Of(CliContext context) => new()
    {
        Environment = context.Variables,
        System = OperatingSystem.IsWindows() ? HostSystem.Windows : OperatingSystem.IsMacOS() ? HostSystem.MacOS : HostSystem.Linux,
        WorkingDirectory = context.WorkingDirectory,
        Time = context.Time,
        Random = RandomNumberGenerator.GetInt32,
        IsElevated = Environment.IsPrivilegedProcess,
        VerifierOf = key => Ed25519NoteVerifier.TryCreate(key, out var verifier) ? verifier : throw new FormatException("not an Ed25519 key"),
    };
}
