using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>A <c>file://</c> entry of GOPROXY whose folder is not there, or that lacks a module which nobody else has.</summary>
internal sealed class FileTreeRule : IRule
{
    /// <inheritdoc/>
    public string Id => "file-tree";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Hurting.Where(need => need is { Kind: NeedKind.ModuleProxy, Proxy.FileTree.Count: > 0 }))
        {
            var missing = need.Proxy!.FileTree.Where(file => !file.Exists || file.IsReadable == Tri.No).Select(file => $"{file.Path}: {(file.Exists ? "not readable" : "not there")}");
            yield return need.State == NeedState.Broken
                ? Claims.Of(need, FindingCodes.GoProxyMisconfigured, Layer.Settings, [$"GOPROXY: {need.Proxy.Entry}", .. missing])
                : Claims.Of(need, FindingCodes.GoProxy404, Layer.ModuleProxy, missing);
        }
    }
}
