using System.Collections.Frozen;
using System.Text;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// What <c>go env -w</c> and <c>-u</c> do, without the go command (cmd/go/internal/envcmd): which names and values it takes, and how it writes its file. Of double lines
/// only the last one stays, and runs of settings are sorted.
/// </summary>
internal static class GoVariables
{
    private static readonly FrozenSet<string> Fixed = FrozenSet.Create(
        "GOEXE", "GOGCCFLAGS", "GOHOSTARCH", "GOHOSTOS", "GOMOD", "GOWORK", "GOTOOLDIR", "GOVERSION", "GOTELEMETRY", "GOTELEMETRYDIR");

    /// <summary>internal/cfg, <c>KnownEnv</c>, as far as Go 1.19 knows them.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "AR", "CC", "CGO_CFLAGS", "CGO_CFLAGS_ALLOW", "CGO_CFLAGS_DISALLOW", "CGO_CPPFLAGS", "CGO_CPPFLAGS_ALLOW", "CGO_CPPFLAGS_DISALLOW", "CGO_CXXFLAGS",
        "CGO_CXXFLAGS_ALLOW", "CGO_CXXFLAGS_DISALLOW", "CGO_ENABLED", "CGO_FFLAGS", "CGO_FFLAGS_ALLOW", "CGO_FFLAGS_DISALLOW", "CGO_LDFLAGS", "CGO_LDFLAGS_ALLOW",
        "CGO_LDFLAGS_DISALLOW", "CXX", "FC", "GCCGO", "GO111MODULE", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOBIN", "GOCACHE", "GOENV", "GOEXPERIMENT", "GOFLAGS",
        "GOINSECURE", "GOMIPS", "GOMIPS64", "GOMODCACHE", "GONOPROXY", "GONOSUMDB", "GOOS", "GOPATH", "GOPPC64", "GOPRIVATE", "GOPROXY", "GOROOT", "GOSUMDB", "GOTMPDIR",
        "GOVCS", "GOWASM", "PKG_CONFIG");

    /// <summary>Those that came later, with the minor version of the first Go that has them.</summary>
    private static readonly FrozenDictionary<string, int> Since = new Dictionary<string, int>
    {
        ["GOTOOLCHAIN"] = 21,
        ["GOARM64"] = 23,
        ["GORISCV64"] = 23,
        ["GODEBUG"] = 23,
        ["GOAUTH"] = 24,
        ["GOCACHEPROG"] = 24,
        ["GOFIPS140"] = 24,
    }.ToFrozenDictionary();

    /// <summary>Why the go command would not take it, in its own words; null when it would.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">The value; null when it is unset.</param>
    /// <param name="minor">The minor version of the Go in use: 19 for go1.19.8; null when not known.</param>
    public static string? Check(string name, string? value, int? minor)
    {
        if (Fixed.Contains(name))
        {
            return $"{name} cannot be modified";
        }

        if (name == "GOENV")
        {
            return "GOENV can only be set using the OS environment";
        }

        if (!Known.Contains(name) && (!Since.TryGetValue(name, out var since) || minor < since))
        {
            return $"unknown go command variable {name}";
        }

        return value is null ? null : CheckValue(name, value);
    }

    /// <summary>The file's text with a variable set, or unset.</summary>
    /// <param name="text">The text; null when the file is not there.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">The value; null to unset it.</param>
    public static string Write(string? text, string name, string? value)
    {
        var lines = (text ?? "").Split('\n').ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var gone = new HashSet<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (KeyOf(lines[i]) is not { } key)
            {
                continue;
            }

            if (places.TryGetValue(key, out var earlier))
            {
                gone.Add(earlier);
            }

            places[key] = i;
        }

        if (places.TryGetValue(name, out var place))
        {
            lines[place] = $"{name}={value}";
            if (value is null)
            {
                gone.Add(place);
            }
        }
        else if (value is not null)
        {
            lines.Add($"{name}={value}");
        }

        return Sort([.. lines.Select((line, index) => gone.Contains(index) ? null : line)]);
    }

    /// <summary>The minor version of a Go: 19 for <c>go1.19.8</c>; null when it cannot be told.</summary>
    public static int? MinorOf(string? version)
    {
        var parts = version is not null && version.StartsWith("go1.", StringComparison.Ordinal) ? version[4..] : "";
        var digits = new string([.. parts.TakeWhile(char.IsAsciiDigit)]);
        return digits.Length is > 0 and <= 4 ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static string? CheckValue(string name, string value)
    {
        var isPath = name is "GOPATH" or "GOMODCACHE" or "GOCACHE" or "GOTMPDIR";
        return name switch
        {
            "GO111MODULE" when value is not ("" or "auto" or "on" or "off") => $"invalid GO111MODULE value \"{value}\"",
            "GOPATH" when value.StartsWith('~') => $"GOPATH entry cannot start with shell metacharacter '~': \"{value}\"",
            _ when isPath && value.Length > 0 && !(value == "off" && name == "GOCACHE") && !IsAbsolute(value) => $"{name} entry is relative; must be absolute path: \"{value}\"",
            _ when value.Contains('\0') => $"invalid NUL in {name}=... value",
            _ when value.AsSpan().IndexOfAny("\v\r\n") >= 0 => $"invalid newline in {name}=... value",
            _ => null,
        };
    }

    private static bool IsAbsolute(string path) => path[0] is '/' or '\\' || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\');

    private static string? KeyOf(string? line) => line?.IndexOf('=') is >= 0 and var equals && !line.AsSpan(0, equals).Contains('#') ? line[..equals] : null;

    /// <summary>Sorts each run of settings between lines that are none; those that go (null) are none, too.</summary>
    private static string Sort(List<string?> lines)
    {
        var start = 0;
        for (var i = 0; i <= lines.Count; i++)
        {
            if (i == lines.Count || KeyOf(lines[i]) is null)
            {
                var run = lines.GetRange(start, i - start).OrderBy(KeyOf, StringComparer.Ordinal).ToList();
                lines.RemoveRange(start, i - start);
                lines.InsertRange(start, run);
                start = i + 1;
            }
        }

        var text = new StringBuilder();
        foreach (var line in lines.OfType<string>())
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
