using System.Collections.Concurrent;
using System.Text;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Import;

/// <summary>Collects the versions of modules, and writes lists for modules that have none. Safe to call concurrently until it writes.</summary>
internal sealed class ImportLists(IModuleStore store)
{
    private readonly ConcurrentDictionary<ModulePath, ConcurrentBag<ModuleVersion>> _versions = new();

    public void Add(ModulePath path, ModuleVersion version)
    {
        // The go command lists none either.
        if (!PseudoVersion.IsPseudo(version))
        {
            _versions.GetOrAdd(path, static _ => []).Add(version);
        }
    }

    /// <summary>Writes the lists, lowest version first, one a line. Returns their number.</summary>
    public async ValueTask<int> WriteAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var (path, versions) in _versions)
        {
            var list = Artefact.List(path);
            if (await store.ReadDocumentAsync(list, cancellationToken) is not null)
            {
                continue;
            }

            var lines = versions.Order().Select(static version => version.Value + "\n");
            await store.WriteDocumentAsync(list, Encoding.UTF8.GetBytes(string.Concat(lines)), cancellationToken);
            written++;
        }

        return written;
    }
}
