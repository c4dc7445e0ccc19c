using Sluice.Api;
using Sluice.Core.Faults;

namespace Sluice.Cli.Output;

/// <summary>Shows expected failures of the register.</summary>
internal static class FaultOutput
{
    public static ApiError ToWire(Fault fault) => new(fault.Code.Id, fault.Code.Text, fault.Code.Remedy)
    {
        Source = fault.Source,
        Detail = fault.Detail,
        UpstreamText = fault.UpstreamText,
    };

    /// <summary>One line without the remedy: <c>module.not-found: no upstream knows … (https://proxy.golang.org: 404)</c>.</summary>
    public static string OneLine(ApiError error)
    {
        var particulars = string.Join(": ", new[] { error.Source, error.Detail }.OfType<string>());
        return $"{error.Code}: {error.Message}{(particulars.Length == 0 ? "" : $" ({particulars})")}";
    }
}
