using System.Text;
using System.Text.Encodings.Web;

namespace Sluice.Server.Endpoints;

/// <summary>The page at <c>/</c>: the lines that point a go command here, for each shell, in English and Simplified Chinese. No script, nothing from elsewhere.</summary>
internal static class HomePage
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --soft: #8882; }
        body { font: 16px/1.55 system-ui, "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1.2rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem; }
        p { margin: .4rem 0; } table { border-collapse: collapse; width: 100%; }
        th { text-align: left; font-weight: 600; white-space: nowrap; padding: .45rem 1rem .45rem 0; vertical-align: top; }
        td { padding: .45rem 0; width: 100%; } tr { border-top: 1px solid var(--line); }
        code { font: .9rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--soft); padding: .15rem .4rem; border-radius: .3rem;
               overflow-wrap: anywhere; user-select: all; }
        footer { margin-top: 2.5rem; opacity: .75; font-size: .9rem; } a { color: inherit; }
        """;

    /// <summary>Renders the page for the URL under which the client reached the gateway.</summary>
    public static byte[] Render(string baseUrl, string version)
    {
        var url = HtmlEncoder.Default.Encode(baseUrl);
        var page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sluice – Go module proxy</title>
            <style>{Style}</style>
            </head>
            <body>
            <h1>Sluice</h1>
            <p>This is a Go module proxy. Point your <code>go</code> command at it:</p>
            <p lang="zh-CN">这是一个 Go 模块代理。请将 <code>go</code> 命令指向它：</p>
            <table>
            <tr><th>go env</th><td><code>go env -w GOPROXY={url}</code></td></tr>
            <tr><th>bash, zsh</th><td><code>export GOPROXY={url}</code></td></tr>
            <tr><th>fish</th><td><code>set -gx GOPROXY {url}</code></td></tr>
            <tr><th>PowerShell</th><td><code>$env:GOPROXY = "{url}"</code></td></tr>
            <tr><th>cmd</th><td><code>set GOPROXY={url}</code></td></tr>
            <tr><th>Dockerfile</th><td><code>ENV GOPROXY={url}</code></td></tr>
            </table>
            <h2>Try it <span lang="zh-CN">· 试一试</span></h2>
            <p><code>go list -m -versions golang.org/x/text</code></p>
            <h2>Undo <span lang="zh-CN">· 撤销</span></h2>
            <p><code>go env -u GOPROXY</code></p>
            <footer>Sluice {HtmlEncoder.Default.Encode(version)} · <a href="{url}/healthz">health</a> · <a href="{url}/readyz">ready</a> · <a href="{url}/version">version</a></footer>
            </body>
            </html>

            """;
        return Encoding.UTF8.GetBytes(page);
    }
}
