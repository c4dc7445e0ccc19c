using Sluice.Cli.Output;
using Sluice.Cli.Run.Proxy;

namespace Sluice.Cli.Run.Watching;

/// <summary>Says what is waited for.</summary>
internal static class WaitWords
{
    /// <summary>For the status: <c>8.2 s for https://goproxy.cn golang.org/x/text@v0.14.0 zip (first byte)</c>.</summary>
    public static string Status(LiveRequest request, double nowMs) =>
        $"{HumanText.Duration(nowMs - request.StartMs)} for {request.Source} {NameOf(request)} ({request.Phase}{SizeOf(request)})";

    /// <summary>In a sentence: <c>https://goproxy.cn golang.org/x/text@v0.14.0 zip (first byte, 8.2 s)</c>.</summary>
    public static string Of(LiveRequest request, double nowMs) =>
        $"{request.Source} {NameOf(request)} ({request.Phase}, {HumanText.Duration(nowMs - request.StartMs)}{SizeOf(request)})";

    private static string SizeOf(LiveRequest request) => request.SizeBytes > 0 ? $", {HumanText.Size(request.SizeBytes)} so far" : "";

    private static string NameOf(LiveRequest request) =>
        request.Asked.Kind == "sumdb" ? $"checksum {request.Asked.Name}" : $"{request.Asked.Name} {request.Asked.Kind}";
}
