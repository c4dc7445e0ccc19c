using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs;

/// <summary>Failures of the disk under the cache.</summary>
internal static class CacheFaults
{
    /// <summary>What the system says of a full disk and of an exhausted quota: ENOSPC, EDQUOT of Linux and of macOS, ERROR_DISK_FULL of Windows.</summary>
    private static readonly int[] FullResults = [28, 122, 69, unchecked((int)0x80070070)];

    /// <summary>Runs something, and turns failures of the disk into faults. Their texts name places of ours, so they are not told.</summary>
    /// <exception cref="FaultException">The cache cannot be read or written.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var code = FullResults.Contains(exception.HResult) ? FaultCodes.StoreFull : FaultCodes.StoreFailed;
            throw new FaultException(code.At(detail: "the cache of repositories cannot be read or written"), exception);
        }
    }
}
