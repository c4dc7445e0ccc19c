using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Looks at a tree's listing before anything is unpacked: can a module zip come of it at all?</summary>
internal static class TreeCheck
{
    /// <summary>Refuses a tree whose files cannot fit into a zip, whatever the module's go.mod says about vendored packages.</summary>
    /// <param name="files">The files, with paths from the module's root.</param>
    /// <exception cref="FaultException">They cannot; the biggest file is named.</exception>
    public static void Fits(IReadOnlyCollection<ModuleFile> files)
    {
        if (files.Sum(file => file.SizeBytes) <= ModuleZip.MaxZipBytes)
        {
            return;
        }

        var included = Enum.GetValues<VendorRule>().Select(rule => ModuleZip.Select(files, rule).Included).MinBy(Total)!;
        var total = Total(included);
        if (total <= ModuleZip.MaxZipBytes)
        {
            return;
        }

        var biggest = included.MaxBy(file => file.SizeBytes)!;
        var name = OneLine.Clean(biggest.Path);
        throw new FaultException(FaultCodes.Unpackable.At(
            detail: $"the files have {total} bytes together, and a module zip holds {ModuleZip.MaxZipBytes}; the biggest is {name} with {biggest.SizeBytes}"));
    }

    private static long Total(IReadOnlyList<ModuleFile> files) => files.Sum(file => file.SizeBytes);
}
