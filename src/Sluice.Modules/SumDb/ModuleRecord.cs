using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.SumDb;

/// <summary>
/// What a checksum database records of one module version: two lines of a go.sum, each with its newline.
/// <code>
/// MODULE VERSION h1:…
/// MODULE VERSION/go.mod h1:…
/// </code>
/// </summary>
/// <param name="Path">The module.</param>
/// <param name="Version">The version.</param>
/// <param name="Zip">The hash of its files.</param>
/// <param name="GoMod">The hash of its go.mod.</param>
public sealed record ModuleRecord(ModulePath Path, ModuleVersion Version, DirHash Zip, DirHash GoMod)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Parses a record's text, spelled exactly as <see cref="Format"/> spells it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ModuleRecord? record, [NotNullWhen(false)] out string? error)
    {
        record = null;
        error = "malformed record: want the lines of a go.sum for one module version";
        string[] fields;
        try
        {
            fields = Strict.GetString(text).Split(' ', '\n');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        if (fields is not [var path, var version, var zip, _, _, var goMod, ""]
            || !ModulePath.TryParse(path, out var parsedPath, out _)
            || !ModuleVersion.TryParse(version, out var parsedVersion, out _)
            || !DirHash.TryParse(zip, out var zipHash, out _)
            || !DirHash.TryParse(goMod, out var goModHash, out _))
        {
            return false;
        }

        var read = new ModuleRecord(parsedPath, parsedVersion, zipHash, goModHash);
        record = text.SequenceEqual(read.Format()) ? read : null;
        error = record is null ? error : null;
        return record is not null;
    }

    /// <summary>The record's text, UTF-8.</summary>
    public byte[] Format() => Encoding.UTF8.GetBytes($"{Path.Value} {Version.Value} {Zip}\n{Path.Value} {Version.Value}/go.mod {GoMod}\n");
}
