using Sluice.Cli.Output;
using Sluice.Cli.Run.Proxy;

namespace Sluice.Cli.Run.Watching;

/// <summary>Says what is waited for.</summary>
internal static class WaitWords
{
    /// <summary><c>8.2 s for https://goproxy.cn golang.org/x/text@v0.14.0 zip (first byte)</c>.</summary>
    public static string Of(LiveRequest request, double nowMs)
    {
        var size = request.SizeBytes > 0 ? $", {HumanText.Size(request.SizeBytes)} so far" : "";
        return $"{HumanText.Duration(nowMs - request.StartMs)} for {request.Source} {NameOf(request)} ({request.Phase}{size})";
    }

    private static string NameOf(LiveRequest request) =>
        request.Asked.Kind == "sumdb" ? $"checksum {request.Asked.Name}" : $"{request.Asked.Name} {request.Asked.Kind}";
}
