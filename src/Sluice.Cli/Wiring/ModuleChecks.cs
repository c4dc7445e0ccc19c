using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Wiring;

/// <summary>What the store's tools need to know about zips.</summary>
internal static class ModuleChecks
{
    /// <summary>Null when the zip obeys the rules for module zips, else the first breach.</summary>
    public static string? Verify(Stream zip, ModulePath path, ModuleVersion version) =>
        ModuleZip.Check(zip, path, version) is { IsValid: false } check ? check.Problems[0].ToString() : null;

    /// <summary>The zip's <c>h1:</c> hash.</summary>
    /// <exception cref="InvalidDataException">It is no zip.</exception>
    public static string Hash(Stream zip) =>
        ModuleHash.TryHashZip(zip, out var hash, out var problem, CancellationToken.None) ? hash.ToString() : throw new InvalidDataException(problem.ToString());

    /// <summary>A code from the name of a kind: <c>WrongHash</c> is <c>store.wrong-hash</c>.</summary>
    public static string Code<T>(T kind)
        where T : struct, Enum =>
        "store." + string.Concat(kind.ToString().Select((letter, index) => char.IsAsciiLetterUpper(letter) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
