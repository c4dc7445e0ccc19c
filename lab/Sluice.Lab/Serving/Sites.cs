using System.IO.Compression;
using System.Text;
using Sluice.Lab.Servers;
using Sluice.Testing;

namespace Sluice.Lab.Serving;

/// <summary>What the lab's hosts are when they are honest: mirrors, checksum databases, vanity pages; and the contents that misbehaviour may ask for.</summary>
internal sealed class Sites(LabModules modules)
{
    private const string Portal =
        "<!DOCTYPE html>\n<html><head><title>Corp Network Access</title></head><body><h1>Please sign in</h1><form action=\"/login\"><input name=\"user\"></form></body></html>\n";

    /// <summary>The honest answer of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The path and query, with the leading slash.</param>
    /// <param name="use">Another content; see <see cref="Misbehaviour.Use"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Answer> AnswerAsync(string host, string path, string? use, CancellationToken cancellationToken)
    {
        var plain = path.Split('?')[0];
        return host switch
        {
            _ when use == "portal" => Answer.Text(200, Portal, "text/html"),
            "proxy.golang.org" or "goproxy.cn" or "goproxy.io" or "slow.example.org" => await MirrorAsync(plain[1..], relays: true, isPrivate: false, use, cancellationToken),
            "goproxy.corp.example" => await MirrorAsync(plain[1..], relays: true, isPrivate: true, use, cancellationToken),
            "mirrors.aliyun.com" when plain.StartsWith("/goproxy/", StringComparison.Ordinal) =>
                await MirrorAsync(plain["/goproxy/".Length..], relays: false, isPrivate: false, use, cancellationToken),
            "storage.googleapis.com" when plain.StartsWith("/proxy-golang-org-prod/", StringComparison.Ordinal) =>
                await MirrorAsync(plain["/proxy-golang-org-prod/".Length..], relays: false, isPrivate: false, use, cancellationToken),
            "sum.golang.org" or "sum.golang.google.cn" => await SumDbAsync(plain[1..], use, cancellationToken),
            _ when path.Contains("go-get=1", StringComparison.Ordinal) && LabModules.Elsewhere.TryGetValue(host + plain, out var repository) =>
                Answer.Text(200, $"<meta name=\"go-import\" content=\"{host}{plain} git https://{repository}\">\n", "text/html"),
            "golang.org" or "example.org" or "go.example.org" or "rsc.io" => Answer.Text(200, "<html><body>hello</body></html>\n", "text/html"),
            "portal.corp.example" => Answer.Text(200, Portal, "text/html"),
            _ => Answer.Text(404, "not found\n"),
        };
    }

    private async Task<Answer> MirrorAsync(string path, bool relays, bool isPrivate, string? use, CancellationToken cancellationToken)
    {
        const string Relay = "sumdb/sum.golang.org/";
        if (path.StartsWith("sumdb/", StringComparison.Ordinal))
        {
            return !relays || !path.StartsWith(Relay, StringComparison.Ordinal) ? Answer.Text(404, "not found\n")
                : path == Relay + "supported" ? Answer.Text(200, "")
                : await SumDbAsync(path[Relay.Length..], use, cancellationToken);
        }

        var found = Find(modules.Public, path) ?? (isPrivate ? Find(modules.Private, path) : null);
        return found is null ? Answer.Text(404, NotFoundText(path))
            : use switch
            {
                "wrong-zip" when path.EndsWith(".zip", StringComparison.Ordinal) => found with { Body = Another(found.Body) },
                "wrong-mod" when path.EndsWith(".mod", StringComparison.Ordinal) => found with { Body = [.. found.Body, .. "\n// changed on the way\n"u8] },
                "not-zip" when path.EndsWith(".zip", StringComparison.Ordinal) => found with { Body = "PK this is no archive"u8.ToArray() },
                _ => found,
            };
    }

    private static Answer? Find(ModuleFixture fixture, string path)
    {
        var answer = FixtureAnswers.Find(fixture, path, "");
        return answer.Status == 200 ? new Answer(200, answer.Body.ToArray(), answer.ContentType ?? "text/plain") : null;
    }

    private async Task<Answer> SumDbAsync(string path, string? use, CancellationToken cancellationToken)
    {
        var database = use switch { "forked" => modules.ForkedSumDb, "forged" => modules.ForgedSumDb, _ => modules.SumDb };
        if (path == "supported")
        {
            return Answer.Text(200, "");
        }

        if (path == "latest")
        {
            return new Answer(200, await database.SignedHeadAsync());
        }

        // The log is read-only here; MemorySumDb only notes who read what.
        return await database.ReadAsync(path, int.MaxValue, cancellationToken) is { } content
            ? new Answer(200, content.ToArray())
            : Answer.Text(404, path.StartsWith("lookup/", StringComparison.Ordinal) ? NotFoundText(path["lookup/".Length..].Replace("@", "/@v/", StringComparison.Ordinal)) : "not found\n");
    }

    /// <summary>A mirror's own words: for a host of the company, that it cannot find it; else just that there is nothing.</summary>
    private static string NotFoundText(string path)
    {
        var module = path.Split("/@")[0];
        var version = path.Contains("/@v/", StringComparison.Ordinal) ? path[(path.IndexOf("/@v/", StringComparison.Ordinal) + 4)..] : "latest";
        return module.Contains(".corp.example", StringComparison.Ordinal)
            ? $"not found: {module}@{System.IO.Path.GetFileNameWithoutExtension(version)}: unrecognized import path \"{module}\": https fetch: Get \"https://{module}?go-get=1\": dial tcp: lookup {module.Split('/')[0]} on 8.8.8.8:53: no such host\n"
            : $"not found: {module}@{version}: not found\n";
    }

    /// <summary>A zip with the same files of which one was changed.</summary>
    private static byte[] Another(byte[] zip)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.Entries.First(entry => entry.FullName.EndsWith(".go", StringComparison.Ordinal));
            using var content = entry.Open();
            content.Seek(0, SeekOrigin.End);
            content.Write(Encoding.UTF8.GetBytes("\n// something else\n"));
        }

        return stream.ToArray();
    }
}
