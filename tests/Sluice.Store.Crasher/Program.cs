using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;
using Sluice.Store.Crasher;

// Writes to a store without end, on several tasks, until it is killed: sluice-store-crasher DIRECTORY GENERATION
// Prints the path of every artefact after the store said that it is kept. Or appends to a checksum log: sluice-store-crasher log DIRECTORY GENERATION
if (args[0] == "log")
{
    await LogWriting.RunAsync(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
    return;
}

var generation = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
using var store = DiskStore.Open(new DiskStoreOptions { Directory = args[0] }, TimeProvider.System);
var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(() => WriteAsync(writer))));

async Task WriteAsync(int writer)
{
    for (var round = 0; ; round++)
    {
        // Writers meet at the same modules, and come back to versions that an earlier generation wrote.
        var path = ModulePath.Parse($"example.com/Module{round % 5}/sub{writer % 2}/v2");
        var version = ModuleVersion.Parse($"v2.{round % 37}.{writer / 2}");
        await WriteDocumentAsync(Artefact.GoMod(path, version));
        await WriteZipAsync(Artefact.Zip(path, version));
        await WriteDocumentAsync(Artefact.Info(path, version));
        await WriteDocumentAsync(Artefact.List(path));
    }
}

async Task WriteDocumentAsync(Artefact artefact)
{
    await store.WriteDocumentAsync(artefact, CrashContent.Create(artefact.ToRelativePath(), generation), CancellationToken.None);
    await output.WriteLineAsync(artefact.ToRelativePath());
}

async Task WriteZipAsync(Artefact artefact)
{
    var content = CrashContent.Create(artefact.ToRelativePath(), generation);
    await using var draft = store.CreateZip(artefact);
    draft.Reset(null);
    for (var at = 0; at < content.Length; at += 16_384)
    {
        await draft.WriteAsync(content.AsMemory(at, Math.Min(16_384, content.Length - at)), CancellationToken.None);
    }

    await draft.CommitAsync(CancellationToken.None);
    await output.WriteLineAsync(artefact.ToRelativePath());
}
