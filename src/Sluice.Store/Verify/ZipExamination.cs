using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Verify;

/// <summary>Rules, then hash: both read the stream from its beginning.</summary>
internal static class ZipExamination
{
    /// <summary>Null and the hash when the zip obeys the rules, else what is wrong.</summary>
    public static string? Examine(Stream zip, ModulePath path, ModuleVersion version, ZipVerifier verify, ZipHasher hashZip, out string hash)
    {
        hash = "";
        try
        {
            zip.Position = 0;
            if (verify(zip, path, version) is { } problem)
            {
                return problem;
            }

            hash = Hash(zip, hashZip);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The hash alone.</summary>
    /// <exception cref="InvalidDataException">It is no zip.</exception>
    public static string Hash(Stream zip, ZipHasher hashZip)
    {
        zip.Position = 0;
        return hashZip(zip);
    }
}
