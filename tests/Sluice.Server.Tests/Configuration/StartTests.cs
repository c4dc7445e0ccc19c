using System.Reflection;
using System.Runtime.Loader;
using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Configuration;

public sealed class StartTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("data: x", true)]
    public void The_YAML_assembly_is_loaded_for_a_file_only(string? yaml, bool isLoaded)
    {
        using var fixture = new ConfigurationFixture(yaml);

        Assert.Equal(isLoaded, LoadsYaml(fixture.Root));
    }

    /// <summary>Loads a configuration with the assemblies of its own, since other tests have loaded everything into the usual context.</summary>
    private static bool LoadsYaml(string workingDirectory)
    {
        var context = new OwnAssemblies();
        try
        {
            var server = context.LoadFromAssemblyPath(typeof(ConfigurationLoader).Assembly.Location);
            var inputType = server.GetType(typeof(ConfigurationInput).FullName!)!;
            var input = Activator.CreateInstance(inputType)!;
            inputType.GetProperty(nameof(ConfigurationInput.WorkingDirectory))!.SetValue(input, workingDirectory);
            inputType.GetProperty(nameof(ConfigurationInput.Environment))!.SetValue(input, new Dictionary<string, string>());
            var result = server.GetType(typeof(ConfigurationLoader).FullName!)!.GetMethod(nameof(ConfigurationLoader.Load))!.Invoke(null, [input])!;
            Assert.NotNull(result.GetType().GetProperty(nameof(ConfigurationResult.Settings))!.GetValue(result));
            return context.Assemblies.Any(assembly => assembly.GetName().Name == "YamlDotNet");
        }
        finally
        {
            context.Unload();
        }
    }

    private sealed class OwnAssemblies() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
