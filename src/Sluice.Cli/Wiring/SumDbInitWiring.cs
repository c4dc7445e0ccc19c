using System.Security.Cryptography;
using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.SumDb;
using Sluice.Store.SumDb.Log;

namespace Sluice.Cli.Wiring;

/// <summary>Connects <c>sumdb init</c> with keys and logs.</summary>
internal static class SumDbInitWiring
{
    /// <summary>Makes a key and a log. A key file that was written for a log that could not be made is deleted again.</summary>
    public static SumDbInitResult Init(SumDbInitRequest request)
    {
        if (LogCreation.Exists(request.DataDirectory, request.Name))
        {
            return new SumDbInitResult(null, $"there is a database {request.Name} in {request.DataDirectory} already, and nothing overwrites one");
        }

        var key = Ed25519NoteSigner.NewKey(request.Name, RandomNumberGenerator.GetBytes(NoteKeys.KeyBytes));
        using var signer = Ed25519NoteSigner.TryCreate(key, out var made) ? made : throw new InvalidOperationException("a key that was just made is none");
        if (request.KeyFile is not { } file)
        {
            return Create(request, signer, SealedNoteKey.Seal(key, request.Passphrase!));
        }

        try
        {
            LogCreation.Write(file, Encoding.UTF8.GetBytes(key.Reveal() + "\n"), isSecret: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new SumDbInitResult(null, File.Exists(file) ? $"{file} is there already, and nothing overwrites a key" : $"{file} cannot be written: {exception.Message}");
        }

        var isMade = false;
        try
        {
            var result = Create(request, signer, default);
            isMade = result.Error is null;
            return result;
        }
        finally
        {
            if (!isMade)
            {
                File.Delete(file);
            }
        }
    }

    private static SumDbInitResult Create(SumDbInitRequest request, Ed25519NoteSigner signer, ReadOnlySpan<byte> sealedKey)
    {
        Directory.CreateDirectory(request.DataDirectory);
        return LogCreation.TryCreate(request.DataDirectory, signer.PublicKey, signer, sealedKey)
            ? new SumDbInitResult(signer.PublicKey, null)
            : new SumDbInitResult(null, $"somebody else made {request.Name} in {request.DataDirectory} meanwhile");
    }
}
