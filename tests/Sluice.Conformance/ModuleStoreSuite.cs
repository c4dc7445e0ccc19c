using System.Text;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Conformance;

/// <summary>
/// What every module store must do. Derive once per provider and hand out fresh, empty stores; parts of the suite are in the other files
/// of this class.
/// </summary>
public abstract partial class ModuleStoreSuite
{
    /// <summary>A well-formed hash; the store does not compute it.</summary>
    protected const string Hash = "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A store that is empty when the test begins. The derived class disposes it after the test.</summary>
    protected abstract IModuleStore Store { get; }

    /// <summary>Cancelled when the test run is.</summary>
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The module of most tests.</summary>
    protected static ModulePath Module { get; } = ModulePath.Parse("example.com/module");

    /// <summary>The version of most tests.</summary>
    protected static ModuleVersion Version { get; } = ModuleVersion.Parse("v1.2.3");

    /// <summary>A zip of a version.</summary>
    protected static Artefact ZipOf(string path, string version) => Artefact.Zip(ModulePath.Parse(path), ModuleVersion.Parse(version));

    /// <summary>A revision's info.</summary>
    protected static Artefact InfoOf(string path, string revision) =>
        Artefact.Info(ModulePath.Parse(path), Revision.TryParse(revision, out var parsed, out var error) ? parsed : throw new FormatException(error));

    /// <summary>Content of a length, different for every seed and free of zero bytes.</summary>
    protected static byte[] Content(int seed, int length)
    {
        var bytes = new byte[length];
        var state = (uint)(seed * 2654435761) | 1;
        for (var i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bytes[i] = (byte)((state >> 8) % 255 + 1);
        }

        return bytes;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] ReadAll(StoredZip zip)
    {
        var bytes = new byte[zip.SizeBytes];
        var read = 0;
        while (read < bytes.Length)
        {
            var count = RandomAccess.Read(zip.File.SafeFileHandle, bytes.AsSpan(read), read);
            Assert.NotEqual(0, count);
            read += count;
        }

        return bytes;
    }

    private async Task PutZipAsync(Artefact zip, byte[] content)
    {
        await using var draft = Store.CreateZip(zip);
        draft.Reset(content.Length);
        await draft.WriteAsync(content, Cancelled);
        await draft.CommitAsync(Cancelled);
    }

    private async Task<byte[]?> GetAsync(Artefact artefact) => (await Store.ReadDocumentAsync(artefact, Cancelled))?.Bytes.ToArray();
}
