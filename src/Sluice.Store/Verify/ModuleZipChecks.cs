using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Verify;

/// <summary>The checks that import and verify are usually given: the rules for module zips, and the hash of go.sum.</summary>
public static class ModuleZipChecks
{
    /// <summary>A <see cref="ZipVerifier"/> that applies every rule, and names the first file that breaks one.</summary>
    public static string? Verify(Stream zip, ModulePath path, ModuleVersion version) =>
        ModuleZip.Check(zip, path, version) is { IsValid: false } check ? check.Problems[0].ToString() : null;

    /// <summary>
    /// A <see cref="ZipVerifier"/> that lets every zip pass whose content can be hashed, for gateways that pass on zips which break the rules.
    /// </summary>
    public static string? Pass(Stream zip, ModulePath path, ModuleVersion version) => null;

    /// <summary>A <see cref="ZipHasher"/>. It reads all content, so a damaged zip does not pass.</summary>
    /// <exception cref="InvalidDataException">It is no zip, or a damaged one.</exception>
    public static string Hash(Stream zip) =>
        ModuleHash.TryHashZip(zip, out var hash, out var problem, CancellationToken.None)
            ? hash.ToString()
            : throw new InvalidDataException(problem.ToString());
}
