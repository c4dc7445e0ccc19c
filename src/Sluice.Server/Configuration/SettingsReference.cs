using System.Text;

namespace Sluice.Server.Configuration;

/// <summary>Writes the reference page of settings from the table of settings.</summary>
public static class SettingsReference
{
    /// <summary>The page, Markdown, with line feeds.</summary>
    public static string Render()
    {
        var page = new StringBuilder(Introduction);
        foreach (var section in SettingSchema.All.GroupBy(Section))
        {
            page.Append(section.Key.Length == 0 ? "\n## General\n" : $"\n## `{section.Key}`\n");
            foreach (var setting in section)
            {
                AppendSetting(page, setting);
            }
        }

        page.Append("\n## Lists\n\nOnly the file has them.\n");
        foreach (var list in SettingSchema.Lists)
        {
            AppendList(page, list);
        }

        page.Append("\n## Other variables\n\n| variable | for |\n| --- | --- |\n");
        foreach (var (name, description) in SettingSchema.OtherVariables)
        {
            page.Append($"| `{name}` | {description} |\n");
        }

        return page.Append(Example).ToString();
    }

    private static string Section(SettingDefinition setting) => setting.Key.IndexOf('.') is var dot && dot < 0 ? "" : setting.Key[..dot];

    private static void AppendSetting(StringBuilder page, SettingDefinition setting)
    {
        page.Append($"\n### `{setting.Key}`\n\n{setting.Description}.\n\n");
        page.Append($"- Value: {Escape(setting.Expected)}{(setting.AcceptsList ? "; in the file also a list" : "")}\n");
        page.Append(setting.Default.Length == 0 ? "- Default: not set\n" : $"- Default: `{setting.Default}`\n");
        page.Append($"- Environment: `{setting.EnvironmentName}`\n");
        if (setting.Flag is not null)
        {
            page.Append($"- Flag: `{setting.Flag}`\n");
        }

        if (setting.Example != setting.Default)
        {
            page.Append($"- Example: `{setting.Example}`\n");
        }
    }

    private static void AppendList(StringBuilder page, ListDefinition list)
    {
        page.Append($"\n### `{list.Key}`\n\n{list.Description}.\n\n| key | value | default | |\n| --- | --- | --- | --- |\n");
        foreach (var field in list.Fields)
        {
            var standard = field.IsRequired ? "required" : field.Default.Length == 0 ? "" : $"`{field.Default}`";
            page.Append($"| `{field.Name}` | {Escape(field.Expected).Replace("|", "\\|", StringComparison.Ordinal)} | {standard} | {field.Description} |\n");
        }
    }

    private static string Escape(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);

    private const string Introduction =
        """
        # Settings

        <!-- Made from the table of settings; a test holds them together and says how to make this page anew. -->

        One YAML file holds all settings, and none is needed: everything has a default. Every setting with a single value is also an
        environment variable, the common ones are flags. A flag goes before the environment, the environment before the file, the file
        before the default. `sluice config show` prints what counts and where it comes from; `sluice config check` prints every mistake.

        The file is the one given by `--config`, else by `SLUICE_CONFIG`, else `sluice.yaml` in the working directory if it is there. Unknown
        keys are errors. Relative paths in the file start at the file's directory, those in variables and flags at the working
        directory. An empty variable counts as not set.

        Durations are numbers with units, added up: `500ms`, `60s`, `5m`, `1h30m`. Sizes are whole numbers with a unit: `32MiB`, `1GiB`, `500MB`.

        """;

    private const string Example =
        """

        ## A file with everything

        ```yaml
        listen: [":3000"]
        data: /var/lib/sluice
        upstreams: https://goproxy.cn|https://proxy.golang.org,direct
        private: "*.corp.example,git.corp.example/*"
        tls: { certificate: /etc/sluice/tls.crt, key: /etc/sluice/tls.key }
        routes:
          - name: legacy-fork
            match: github.com/acme/legacy
            upstreams: https://mirror.corp.example/go
        origins:
          - path: corp.example/lib
            url: https://git.corp.example/platform/lib.git
            subdir: go
        credentials:
          - host: mirror.corp.example/go
            username: bot
            password: { file: /run/secrets/mirror-token }
        sshKeys:
          - host: git.corp.example
            key: /run/secrets/git-key
            knownHosts: /etc/sluice/known_hosts
        githubApps:
          - host: github.com/acme
            appId: 12345
            installationId: 678
            key: /run/secrets/github-app.pem
        network:
          proxy: http://proxy.corp.example:3128
          caBundle: /etc/ssl/corp-ca.pem
          hosts:
            - host: mirror.corp.example
              proxy: off
        limits: { fetchTimeout: 5m }
        cache: { listTtl: 60s, memory: 64MiB }
        log: { format: json, requests: errors }
        ```

        """;
}
