using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>Proxies in the configuration of npm, yarn and pip: which tool obeys which is what people mix up.</summary>
internal static class OtherToolsReader
{
    private static readonly string[] ProxyKeys = ["proxy", "http-proxy", "https-proxy", "noproxy", "no-proxy", "httpproxy", "httpsproxy", "strict-ssl", "cafile"];

    /// <summary>Reads them.</summary>
    public static IReadOnlyList<ToolSetting> Read(DoctorHost host)
    {
        var found = new List<ToolSetting>();
        var home = host.Home ?? "";
        foreach (var file in (string[])[host.SystemPath("/etc/npmrc"), host.Variable("NPM_CONFIG_USERCONFIG") ?? Path.Combine(home, ".npmrc"), Path.Combine(host.WorkingDirectory, ".npmrc")])
        {
            AddIni(found, "npm", file, section: null);
        }

        AddIni(found, "yarn", Path.Combine(home, ".yarnrc"), section: null);
        AddIni(found, "yarn", Path.Combine(home, ".yarnrc.yml"), section: null);
        AddIni(found, "yarn", Path.Combine(host.WorkingDirectory, ".yarnrc.yml"), section: null);
        AddIni(found, "pip", host.SystemPath("/etc/pip.conf"), "global");
        AddIni(found, "pip", Path.Combine(home, ".config", "pip", "pip.conf"), "global");
        foreach (var (name, value) in host.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var tool = name.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase) ? "npm" : name.StartsWith("PIP_", StringComparison.Ordinal) ? "pip" : null;
            if (tool is not null && value.Length > 0 && name.Contains("proxy", StringComparison.OrdinalIgnoreCase))
            {
                found.Add(new ToolSetting(tool, new SettingValue(name, value, new ValueOrigin(OriginKind.ProcessEnvironment, Name: name))));
            }
        }

        return found;
    }

    /// <summary>Lines <c>key=value</c>, <c>key: value</c> or <c>key "value"</c>; sections in brackets.</summary>
    private static void AddIni(List<ToolSetting> found, string tool, string file, string? section)
    {
        string? current = null;
        var lines = HostFiles.ReadLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                current = line.Trim('[', ']').Trim();
                continue;
            }

            var end = line.IndexOfAny(['=', ':', ' ']);
            var key = end < 0 ? "" : line[..end].Trim('"', ' ');
            if (current == section && Array.Exists(ProxyKeys, known => known.Equals(key, StringComparison.OrdinalIgnoreCase)))
            {
                var value = line[(end + 1)..].TrimStart('=', ':', ' ').Trim('"', '\'', ' ');
                found.Add(new ToolSetting(tool, new SettingValue(key, value, new ValueOrigin(OriginKind.File, file, i + 1, key))));
            }
        }
    }
}
