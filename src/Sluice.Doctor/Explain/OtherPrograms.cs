namespace Sluice.Doctor.Explain;

/// <summary>Lines of programs that download too, but no Go modules. What they say of networks is not about a module.</summary>
internal static class OtherPrograms
{
    private static readonly WordList Beginnings = new(
        "npm ", "npm: ", "yarn ", "pnpm", "curl: ", "wget: ", "pip ", "WARNING: Retrying", "E: ", "W: ", "Err:", "Ign:", "Get:", "Hit:", "psql: ", "pg_", "mysql", "ERROR 2002", "Error response from daemon", "docker: ", "Unable to connect to the server", "The connection to the server ",
        "kubectl", "helm", "Could not connect to", "Could not transfer artifact", "java.", "javax.", "Caused by: java", "redis", "rabbitmq", "mongo", "aws ", "gcloud", "terraform", "cargo", "gem ", "bundler", "composer", "Traceback", "requests.", "urllib3", "apk ", "fetch https://dl-cdn",
        "panic: ", "ansible", "nginx", "haproxy", "rsync", "scp", "cc1", "ld: ", "clang", "gcc", "collect2");

    private static readonly ReadOnlyMemory<byte>[] Marks = Names("registry-1.docker.io", "/v2/library/", "failed to resolve source metadata", "ECONNREFUSED", "ETIMEDOUT", "ENOTFOUND", "deb.debian.org", "archive.ubuntu.com", "registry.npmjs.org", "pypi.org", "repo.maven", "dl-cdn.alpinelinux.org", "TLS handshake error from", "http: proxy error");

    /// <summary>Ports of data bases, queues and the like.</summary>
    private static readonly ReadOnlyMemory<byte>[] Ports = Names(":5432", ":3306", ":6379", ":27017", ":9092", ":2181", ":5672", ":11211", ":9200", ":2379", ":2375", ":2376", ":25: ", ":587: ", ":1433", ":1521", ":9042", ":4222", ":6443", ":10250", ":50051");

    private static ReadOnlyMemory<byte>[] Names(params string[] names) => [.. names.Select(name => (ReadOnlyMemory<byte>)System.Text.Encoding.ASCII.GetBytes(name))];

    /// <summary>Whether a line is theirs.</summary>
    public static bool Wrote(ReadOnlySpan<byte> text)
    {
        if (Beginnings.LengthAtStart(text) > 0)
        {
            return true;
        }

        return Holds(text, Marks) || (text.IndexOf("dial tcp"u8) >= 0 && Holds(text, Ports));
    }

    private static bool Holds(ReadOnlySpan<byte> text, ReadOnlyMemory<byte>[] marks)
    {
        foreach (var mark in marks)
        {
            if (text.IndexOf(mark.Span) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
