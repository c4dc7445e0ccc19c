using System.Runtime.InteropServices;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Store.Blobs;

/// <summary>Translates what the operating system says into the store's two faults, without a path of the server in their texts.</summary>
internal static class DiskFaults
{
    // errno: https://man7.org/linux/man-pages/man3/errno.3.html; EDQUOT differs on Apple and BSD systems.
    private const int FileTooBig = 27;
    private const int NoSpace = 28;
    private const int QuotaLinux = 122;
    private const int QuotaBsd = 69;

    // Win32 codes as HRESULTs: https://learn.microsoft.com/windows/win32/debug/system-error-codes
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsQuota = unchecked((int)0x8007050F);

    /// <summary>Whether this is the file system's complaint rather than a bug. The runtime reports EFBIG as an argument out of range.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Whether the file system says that there is no such file or directory.</summary>
    public static bool IsAbsence(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>Wraps a complaint of the file system.</summary>
    /// <param name="exception">Satisfies <see cref="IsExpected"/>.</param>
    /// <param name="doing">What was tried: <c>writing a zip</c>.</param>
    public static StoreException Wrap(Exception exception, string doing)
    {
        var code = IsFull(exception) ? FaultCodes.StoreFull : FaultCodes.StoreFailed;
        return new StoreException(code.At(detail: $"{doing}: {Describe(exception)}"), exception);
    }

    private static bool IsFull(Exception exception)
    {
        if (exception is ArgumentOutOfRangeException)
        {
            return true;
        }

        return OperatingSystem.IsWindows()
            ? exception.HResult is WindowsDiskFull or WindowsHandleDiskFull or WindowsQuota
            : exception is IOException && exception.HResult is NoSpace or FileTooBig or QuotaLinux or QuotaBsd;
    }

    private static string Describe(Exception exception) => exception switch
    {
        ArgumentOutOfRangeException => "the file is bigger than the file system allows",
        PathTooLongException => "the name is longer than the file system allows",
        FileNotFoundException or DirectoryNotFoundException => "the data directory, or a part of it, is missing",
        UnauthorizedAccessException => "permission denied",
        _ when !OperatingSystem.IsWindows() && exception.HResult is > 0 and < 4096 => Marshal.GetPInvokeErrorMessage(exception.HResult),
        _ when OperatingSystem.IsWindows() && (exception.HResult & 0xFFFF0000) == 0x80070000 => Marshal.GetPInvokeErrorMessage(exception.HResult & 0xFFFF),
        _ => "input/output error",
    };
}
