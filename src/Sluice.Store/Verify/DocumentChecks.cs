using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Versions;

namespace Sluice.Store.Verify;

/// <summary>What can be said of a document by its bytes alone.</summary>
internal static class DocumentChecks
{
    /// <summary>Null when the document is well-formed, else what is wrong.</summary>
    public static VerificationProblem? Check(Artefact artefact, ReadOnlySpan<byte> bytes) => artefact.Kind switch
    {
        ArtefactKind.Info or ArtefactKind.Latest => CheckInfo(artefact, bytes),
        ArtefactKind.GoMod when bytes.Length > ModuleZip.MaxGoModBytes => Malformed(artefact, $"more than {ModuleZip.MaxGoModBytes} bytes"),
        _ => IsText(bytes) ? null : Malformed(artefact, "not a text"),
    };

    private static VerificationProblem? CheckInfo(Artefact artefact, ReadOnlySpan<byte> bytes)
    {
        if (!ModuleInfo.TryParse(bytes, out var info, out var error))
        {
            return Malformed(artefact, error);
        }

        return artefact.IsImmutable && info.Version.Value != artefact.Version
            ? new VerificationProblem(artefact, VerificationProblemKind.WrongVersion, $"it says version {info.Version}")
            : null;
    }

    /// <summary>No zero byte and no HTML page. A go command ignores lines of a list that it does not understand.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        !bytes.Contains((byte)0) && !bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static VerificationProblem Malformed(Artefact artefact, string text) => new(artefact, VerificationProblemKind.Malformed, text);
}
