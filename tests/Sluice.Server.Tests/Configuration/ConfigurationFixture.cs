using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Configuration;

/// <summary>A working directory of its own, with a configuration in it.</summary>
internal sealed class ConfigurationFixture : IDisposable
{
    public ConfigurationFixture(string? yaml = null)
    {
        if (yaml is not null)
        {
            Write("sluice.yaml", yaml);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("sluice-configuration-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public Dictionary<string, string> Flags { get; } = [];

    public string? ConfigFile { get; set; }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content.ReplaceLineEndings("\n"));
        return path;
    }

    public ConfigurationResult Load() => ConfigurationLoader.Load(
        new ConfigurationInput { ConfigFile = ConfigFile, Flags = Flags, Environment = Environment, WorkingDirectory = Root });

    public GatewaySettings LoadValid()
    {
        var result = Load();
        Assert.Equal([], result.Problems.Select(problem => problem.ToString()));
        return Assert.IsType<GatewaySettings>(result.Settings);
    }

    public string[] LoadProblems() => [.. Load().Problems.Select(problem => problem.ToString())];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
