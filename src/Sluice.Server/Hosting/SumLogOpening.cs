using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Core.Ports;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Server.Configuration;
using Sluice.Store.SumDb.Log;

namespace Sluice.Server.Hosting;

/// <summary>Opens the gateway's own checksum database with its keys.</summary>
public static class SumLogOpening
{
    /// <summary>Opens a log to append to.</summary>
    /// <exception cref="UnusableSettingException">There is no such log, or the key is not its key; the message names the setting.</exception>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    public static OpenedSumLog Open(string dataDirectory, SumLogSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!LogCreation.Exists(dataDirectory, settings.Name))
        {
            throw new UnusableSettingException($"sumlog.name: {dataDirectory} has no checksum database {settings.Name}; `sluice sumdb init {settings.Name}` makes it");
        }

        var verifier = ReadVerifier(dataDirectory, settings.Name);
        var signer = OpenSigner(dataDirectory, settings);
        if (signer.PublicKey.ToString() != verifier.ToString())
        {
            signer.Dispose();
            throw new UnusableSettingException($"{SettingOf(settings)}: this is the key {signer.PublicKey}, and {settings.Name} in {dataDirectory} has {verifier}");
        }

        return new OpenedSumLog(Open(dataDirectory, settings, verifier, signer, time), signer);
    }

    /// <summary>Opens a log to look at it; no secret is needed.</summary>
    /// <exception cref="UnusableSettingException">Its public key cannot be read.</exception>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    public static DiskChecksumLog OpenToRead(string dataDirectory, string name, TimeProvider time) =>
        Open(dataDirectory, new SumLogSettings(name, PathPatterns.None), ReadVerifier(dataDirectory, name), null, time);

    /// <summary>A log's public key.</summary>
    /// <exception cref="UnusableSettingException">It cannot be read.</exception>
    public static NoteVerifierKey ReadVerifier(string dataDirectory, string name)
    {
        var file = Path.Join(LogFiles.FolderOf(dataDirectory, name), LogFiles.VerifierKey);
        var text = ReadFile(file);
        return NoteVerifierKey.TryParse(Encoding.UTF8.GetString(text).TrimEnd('\n'), out var key, out var error) && key.Name == name
            ? key
            : throw new UnusableSettingException($"{file}: {error ?? "another database's key"}");
    }

    private static DiskChecksumLog Open(string dataDirectory, SumLogSettings settings, NoteVerifierKey key, INoteSigner? signer, TimeProvider time) =>
        Ed25519NoteVerifier.TryCreate(key, out var verifier)
            ? DiskChecksumLog.Open(dataDirectory, settings.Name, settings.Match, verifier, signer, time)
            : throw new UnusableSettingException($"{key} is no Ed25519 key");

    private static Ed25519NoteSigner OpenSigner(string dataDirectory, SumLogSettings settings)
    {
        if (!TryReadKey(dataDirectory, settings, out var key, out var error) || !Ed25519NoteSigner.TryCreate(key, out var signer))
        {
            throw new UnusableSettingException($"{SettingOf(settings)}: {error ?? "malformed key: its hash is wrong"}");
        }

        return signer;
    }

    private static bool TryReadKey(string dataDirectory, SumLogSettings settings, [NotNullWhen(true)] out NoteSignerKey? key, [NotNullWhen(false)] out string? error)
    {
        if (settings.Key is { } plain)
        {
            return NoteSignerKey.TryParse(plain.Reveal().Trim(), out key, out error);
        }

        var file = Path.Join(LogFiles.FolderOf(dataDirectory, settings.Name), LogFiles.SealedKey);
        if (!File.Exists(file))
        {
            (key, error) = (null, "the database has no sealed key; it was made with --key-file, so set sumlog.key");
            return false;
        }

        return SealedNoteKey.TryOpen(ReadFile(file), settings.Passphrase!.Reveal(), out key, out error);
    }

    private static string SettingOf(SumLogSettings settings) => settings.Key is null ? "sumlog.passphrase" : "sumlog.key";

    private static byte[] ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSettingException($"{file} cannot be read", exception);
        }
    }
}

/// <summary>A log with the key that it signs with.</summary>
/// <param name="Log">The log.</param>
/// <param name="Signer">The key.</param>
public sealed record OpenedSumLog(DiskChecksumLog Log, Ed25519NoteSigner Signer) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Signer.Dispose();
    }
}
