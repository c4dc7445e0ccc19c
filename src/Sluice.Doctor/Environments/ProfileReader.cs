using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Probes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Doctor.Environments;

/// <summary>Reads an own profile: <c>description</c>, <c>set</c> and <c>shell</c> with <c>NAME=VALUE</c>, <c>unset</c> and <c>shell-unset</c> with names.</summary>
internal static class ProfileReader
{
    /// <summary>Reads a file.</summary>
    public static (EnvironmentProfile? Profile, IReadOnlyList<string> Problems) Read(string file, string name)
    {
        var problems = new List<KnowledgeProblem>();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(HostFiles.ReadText(file) ?? ""));
        }
        catch (YamlException exception)
        {
            return (null, [$"{file}:{exception.Start.Line}: this is not YAML: {exception.Message}"]);
        }

        if (stream.Documents.Count == 0)
        {
            return (null, [$"{file}: the file is empty"]);
        }

        var node = new NodeReader(file, stream.Documents[0].RootNode, problems);
        var profile = new EnvironmentProfile(
            name,
            node.Bilingual("description") ?? BilingualText.Empty,
            Variables(node, "set", "unset"),
            Variables(node, "shell", "shell-unset"),
            file);
        node.RefuseOthers();
        if (problems.Count == 0 && profile.Go.Count + profile.Shell.Count == 0)
        {
            problems.Add(new KnowledgeProblem(file, 0, "the profile changes nothing: it needs `set`, `unset`, `shell` or `shell-unset`"));
        }

        return problems.Count == 0 ? (profile, []) : (null, [.. problems.Select(problem => problem.ToString())]);
    }

    private static Dictionary<string, string?> Variables(NodeReader node, string set, string unset)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in node.Texts(set))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                node.Complain(set, $"`{set}` is a list of NAME=VALUE, not \"{text}\"");
                continue;
            }

            variables[text[..equals]] = text[(equals + 1)..];
        }

        foreach (var name in node.Texts(unset))
        {
            variables[name] = null;
        }

        return variables;
    }
}
