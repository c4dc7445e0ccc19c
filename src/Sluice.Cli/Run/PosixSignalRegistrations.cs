using System.Runtime.InteropServices;

namespace Sluice.Cli.Run;

/// <summary>Signals that are taken for a while. One that was ignored when we were started (nohup) stays so, for us and for the command.</summary>
internal sealed class PosixSignalRegistrations : IDisposable
{
    /// <summary>SIGWINCH, which Windows does not have.</summary>
    public const PosixSignal WindowChanged = (PosixSignal)(-7);

    private readonly List<PosixSignalRegistration> _registrations = [];

    public PosixSignalRegistrations(params (PosixSignal Signal, Action Act)[] signals)
    {
        foreach (var (signal, act) in signals)
        {
            if ((OperatingSystem.IsWindows() && signal == WindowChanged) || (signal == PosixSignal.SIGHUP && IsIgnored(1)))
            {
                continue;
            }

            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                act();
            }));
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>proc(5), SigIgn: a mask in hexadecimal, the first signal lowest.</summary>
    private static bool IsIgnored(int number)
    {
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("SigIgn:", StringComparison.Ordinal));
            return line is not null && ((Convert.ToUInt64(line[7..].Trim(), 16) >> (number - 1)) & 1) == 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
