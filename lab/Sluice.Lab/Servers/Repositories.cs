using System.Globalization;
using System.Text;
using Sluice.Lab.Worlds;
using Sluice.Testing;

namespace Sluice.Lab.Servers;

/// <summary>Writes the lab's modules as git repositories: one commit and one tag a version.</summary>
internal static class Repositories
{
    /// <summary>Writes all repositories below a folder: <c>github.com/acme/hello.git</c>.</summary>
    public static async Task WriteAsync(LabModules modules, string root, CancellationToken cancellationToken)
    {
        foreach (var versions in modules.Public.Modules.Concat(modules.Private.Modules).GroupBy(module => module.Path))
        {
            var folder = Path.Combine(root, LabModules.Elsewhere.GetValueOrDefault(versions.Key, versions.Key) + ".git");
            var stream = folder + ".import";
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(stream, StreamOf(versions.Select(module => modules.Moved.Find(module.Path, module.Version) ?? module)), cancellationToken);
            await Tool.ShellAsync($"git init -q --bare -b main {folder}; git --git-dir={folder} fast-import --quiet <{stream}; rm {stream}", cancellationToken);
        }
    }

    /// <summary>The input of git fast-import.</summary>
    private static byte[] StreamOf(IEnumerable<FixtureModule> versions)
    {
        using var stream = new MemoryStream();
        foreach (var module in versions)
        {
            Line($"commit refs/heads/main\ncommitter Lab <lab@example.org> 1514764800 +0000\ndata {module.Version.Length}\n{module.Version}\ndeleteall");
            foreach (var file in module.Files)
            {
                Line(string.Create(CultureInfo.InvariantCulture, $"M 100644 inline {file.Name}\ndata {file.Bytes.Length}"));
                stream.Write(file.Bytes);
                Line("");
            }

            Line($"reset refs/tags/{module.Version}\nfrom refs/heads/main\n");
        }

        Line("done");
        return stream.ToArray();

        void Line(string text) => stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
