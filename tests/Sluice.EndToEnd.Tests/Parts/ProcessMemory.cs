using System.Globalization;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>The memory of a process as Linux counts it (proc(5), <c>/proc/PID/status</c>).</summary>
internal sealed class ProcessMemory(int processId)
{
    /// <summary>Resident bytes, now.</summary>
    public long ResidentBytes => Read("VmRSS:");

    /// <summary>The most resident bytes since the start, or since <see cref="ResetPeak"/>.</summary>
    public long PeakBytes => Read("VmHWM:");

    /// <summary>Forgets the peak (proc(5), <c>/proc/PID/clear_refs</c>, the value 5).</summary>
    public void ResetPeak() => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private long Read(string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
