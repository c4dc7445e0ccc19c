using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Environments;

/// <summary>
/// Which tool obeys which proxy setting for https. Sources: golang.org/x/net/http/httpproxy (upper case first, no ALL_PROXY); git's http.c and libcurl (own setting, then
/// lower case, upper case, ALL_PROXY); npm's @npmcli/config (own setting, then HTTPS_PROXY, https_proxy, and the http ones); yarn 1 as npm; pip's own setting, then
/// requests and urllib (lower case first, then ALL_PROXY).
/// </summary>
internal static class ProxyMatrix
{
    /// <summary>The tools, in the order of columns.</summary>
    public static IReadOnlyList<string> Tools { get; } = ["go", "git", "npm", "yarn", "pip", "curl"];

    /// <summary>For each tool the settings that it looks at, the strongest first.</summary>
    private static readonly Dictionary<string, string[]> Order = new()
    {
        ["go"] = ["HTTPS_PROXY", "https_proxy"],
        ["git"] = ["git http.proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        ["npm"] = ["npm https-proxy", "HTTPS_PROXY", "https_proxy", "npm proxy", "HTTP_PROXY", "http_proxy"],
        ["yarn"] = ["yarn https-proxy", "npm https-proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"],
        ["pip"] = ["pip proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        ["curl"] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
    };

    private static readonly string[] Rows =
    [
        "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "git http.proxy", "npm https-proxy", "npm proxy", "yarn https-proxy", "pip proxy",
    ];

    /// <summary>Who obeys what.</summary>
    public static IReadOnlyList<MatrixRow> Of(SettingsEvidence settings)
    {
        var values = Values(settings);
        return
        [
            .. Rows.Select(row => new MatrixRow(row, Shown(values, row), Tools.ToDictionary(tool => tool, tool => Word(Array.IndexOf(Order[tool], row))))),

            // Everybody reads both spellings; which goes first differs.
            new MatrixRow("NO_PROXY", Shown(values, "NO_PROXY"), Tools.ToDictionary(tool => tool, tool => tool is "go" or "npm" or "yarn" ? "yes" : "second")),
            new MatrixRow("no_proxy", Shown(values, "no_proxy"), Tools.ToDictionary(tool => tool, tool => tool is "go" or "npm" or "yarn" ? "second" : "yes")),
        ];
    }

    /// <summary>The proxy of each tool.</summary>
    public static IReadOnlyList<ToolProxy> Effective(SettingsEvidence settings)
    {
        var values = Values(settings);
        return [.. Tools.Select(tool =>
        {
            var name = Order[tool].FirstOrDefault(values.ContainsKey);
            return name is null ? new ToolProxy(tool, null, null, null) : new ToolProxy(tool, Secrets.Mask(values[name].Value), name, values[name].Origin.ToString());
        })];
    }

    private static string Word(int place) => place switch { < 0 => "no", 0 => "yes", _ => "second" };

    private static string? Shown(Dictionary<string, SettingValue> values, string name) => values.TryGetValue(name, out var value) ? Secrets.Mask(value.Value) : null;

    private static Dictionary<string, SettingValue> Values(SettingsEvidence settings)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var variable in settings.ProxyVariables)
        {
            values[variable.Name] = variable;
        }

        foreach (var setting in settings.Git.Settings.Where(setting => setting.Name is "http.proxy" or "https.proxy" && setting.Value.Length > 0))
        {
            values["git http.proxy"] = setting;
        }

        foreach (var (tool, setting) in settings.OtherTools.Select(tool => (tool.Tool, tool.Setting)))
        {
            var key = setting.Name.ToLowerInvariant().Replace('_', '-') switch
            {
                var name when name.EndsWith("https-proxy", StringComparison.Ordinal) || name == "httpsproxy" => $"{tool} https-proxy",
                var name when name is "proxy" or "pip-proxy" || name.EndsWith("config-proxy", StringComparison.Ordinal) => $"{tool} proxy",
                _ => null,
            };
            if (key is not null)
            {
                values[key] = setting;
            }
        }

        return values;
    }
}
