using System.Diagnostics.CodeAnalysis;

namespace Sluice.Fetch.Http;

/// <summary>
/// A .netrc file (<c>_netrc</c> on Windows) as the go command reads it (cmd/go/internal/auth): tokens in pairs, line by line; <c>machine</c>
/// starts an entry, <c>macdef</c> hides everything up to a blank line, <c>default</c> gives nothing, so that no password goes to a host that
/// the file does not name. No quotes, no comments. The first entry of a host wins.
/// </summary>
public sealed class Netrc
{
    /// <summary>Largest file, in bytes; a real one has a few lines.</summary>
    public const long MaxFileBytes = 1024 * 1024;

    private readonly Dictionary<string, (string Login, Secret Password)> _machines = new(StringComparer.Ordinal);

    private Netrc()
    {
    }

    /// <summary>How many hosts have an entry.</summary>
    public int Count => _machines.Count;

    /// <summary>Reads a file. One that does not exist is empty. On failure <paramref name="error"/> says why, without the file's path.</summary>
    public static bool TryLoad(string file, [NotNullWhen(true)] out Netrc? netrc, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(file);
        netrc = null;
        error = null;
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > MaxFileBytes)
            {
                error = $"larger than {MaxFileBytes} bytes";
                return false;
            }

            netrc = Parse(info.Exists ? File.ReadAllText(file) : "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = "cannot be read";
        }

        return netrc is not null;
    }

    /// <summary>Reads a file's text. There is no malformed one.</summary>
    public static Netrc Parse(ReadOnlySpan<char> text)
    {
        var netrc = new Netrc();
        var entry = default(Entry);
        var inMacro = false;
        foreach (var range in text.Split('\n'))
        {
            var line = text[range];
            if (inMacro)
            {
                inMacro = !line.Trim('\r').IsEmpty;
                continue;
            }

            var fields = line.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i + 1 < fields.Length; i += 2)
            {
                inMacro |= fields[i] == "macdef";
                entry.Take(fields[i], fields[i + 1]);
                netrc.KeepWhenComplete(ref entry);
            }

            if (fields.Length % 2 == 1 && fields[^1] == "default")
            {
                break;
            }
        }

        return netrc;
    }

    internal bool TryFind(string host, [NotNullWhen(true)] out Credential? credential)
    {
        credential = _machines.TryGetValue(host, out var found) ? new Credential(found.Login, found.Password) { IsFromNetrc = true, Origin = ".netrc" } : null;
        return credential is not null;
    }

    private void KeepWhenComplete(ref Entry entry)
    {
        if (entry is { Machine.Length: > 0, Login.Length: > 0, Password.Length: > 0 })
        {
            _machines.TryAdd(entry.Machine, (entry.Login, new Secret(entry.Password)));
            entry = default;
        }
    }

    private struct Entry
    {
        public string? Machine { get; private set; }

        public string? Login { get; private set; }

        public string? Password { get; private set; }

        public void Take(string name, string value)
        {
            switch (name)
            {
                case "machine":
                    this = new Entry { Machine = value };
                    break;
                case "login":
                    Login = value;
                    break;
                case "password":
                    Password = value;
                    break;
            }
        }
    }
}
