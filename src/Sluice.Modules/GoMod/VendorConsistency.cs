namespace Sluice.Modules.GoMod;

/// <summary>Whether <c>vendor/modules.txt</c> says what go.mod says (cmd/go/internal/modload, <c>checkVendorConsistency</c>).</summary>
public static class VendorConsistency
{
    private const string FirstVendoringGo = "1.14";

    /// <summary>Whether the go command uses a vendor folder unasked: from go 1.14 in go.mod on.</summary>
    public static bool IsUsed(string? goVersion) => goVersion is not null && GoVersionRules.Compare(goVersion, FirstVendoringGo) >= 0;

    /// <summary>Every contradiction in the go command's words, as <c>module: what</c>; it refuses to build with one.</summary>
    public static IReadOnlyList<(ModuleReference Module, string Message)> Compare(GoModFile file, VendorModules vendor)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(vendor);
        var known = vendor.Modules.ToDictionary(entry => entry.Module);
        var required = file.Requirements.Select(requirement => requirement.Module).ToHashSet();
        var found = new List<(ModuleReference Module, string Message)>();
        foreach (var module in file.Requirements.Select(requirement => requirement.Module).Where(module => known.GetValueOrDefault(module) is not { IsExplicit: true }))
        {
            found.Add((module, "is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt"));
        }

        foreach (var (old, target, _) in file.Replacements)
        {
            if (known.GetValueOrDefault(old)?.Replacement is not { } replacement)
            {
                found.Add((old, "is replaced in go.mod, but not marked as replaced in vendor/modules.txt"));
            }
            else if (replacement != target)
            {
                found.Add((old, $"is replaced by {target} in go.mod, but marked as replaced by {replacement} in vendor/modules.txt"));
            }
        }

        foreach (var entry in vendor.Modules)
        {
            if (entry is { IsExplicit: true, Packages.Count: > 0 } && !required.Contains(entry.Module))
            {
                found.Add((entry.Module, "is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod"));
            }

            if (entry.Replacement is not null && !file.Replacements.Any(directive => directive.Old == entry.Module || directive.Old == entry.Module with { Version = "" }))
            {
                found.Add((entry.Module, "is marked as replaced in vendor/modules.txt, but not replaced in go.mod"));
            }
        }

        return found;
    }
}
