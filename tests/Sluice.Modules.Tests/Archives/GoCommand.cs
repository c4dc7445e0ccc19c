using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Modules.Tests.Archives;

/// <summary>The real go command, with nothing but a file tree as its proxy, and caches that go with it.</summary>
internal sealed class GoCommand : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sluice-go-");

    /// <summary>Puts a version into the proxy.</summary>
    public void Publish(string module, string version, byte[] goMod, byte[] zip)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "proxy", module, "@v")).FullName;
        File.WriteAllText(Path.Combine(folder, $"{version}.info"), $$"""{"Version":"{{version}}","Time":"2020-01-01T00:00:00Z"}""");
        File.WriteAllBytes(Path.Combine(folder, $"{version}.mod"), goMod);
        File.WriteAllBytes(Path.Combine(folder, $"{version}.zip"), zip);
    }

    /// <summary>
    /// <c>go mod download -json</c>, which checks and unpacks every zip: what it says of each module, by its path. Skips the test where there
    /// is no go command; fails it in CI.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> DownloadAsync(IEnumerable<string> modules, CancellationToken cancellationToken)
    {
        using var process = Start(["mod", "download", "-json", .. modules]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var answers = Parse(output);
            Assert.True(answers.Count > 0, await errors);
            return answers;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("go", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(_root.FullName, "work")).FullName,
        };
        start.Environment["GOPROXY"] = $"file://{_root.FullName}/proxy";
        start.Environment["GOSUMDB"] = "off";
        start.Environment["GOPATH"] = Path.Combine(_root.FullName, "gopath");
        start.Environment["GOMODCACHE"] = Path.Combine(_root.FullName, "modcache");
        start.Environment["GOCACHE"] = Path.Combine(_root.FullName, "cache");
        start.Environment["GOFLAGS"] = "-modcacherw";
        start.Environment["GOENV"] = "off";
        start.Environment["GO111MODULE"] = "on";
        start.Environment["GOTOOLCHAIN"] = "local";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
#pragma warning disable RS0030 // Whether this is CI is for the environment to say, and for nobody to pass on.
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "there is no go command");
#pragma warning restore RS0030
            throw;
        }
    }

    /// <summary>One JSON object behind the other, without anything between.</summary>
    private static Dictionary<string, JsonElement> Parse(string output)
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(output), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            var answer = JsonElement.ParseValue(ref reader);
            answers.Add(answer.GetProperty("Path").GetString()!, answer);
        }

        return answers;
    }
}
