using Sluice.Modules.GoMod.Syntax;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.GoMod;

/// <summary>
/// What go.mod and go.work have in common: the arguments of directives (golang.org/x/mod/modfile, rule.go). Reading one also rewrites its
/// token in the standard form: needless quotes go, a short version becomes canonical.
/// </summary>
internal sealed class DirectiveReader(GoModErrors errors)
{
    public bool Fail(DirectiveLine line, string message)
    {
        errors.Add(line.Line.Start, message);
        return false;
    }

    public bool TryReadText(DirectiveLine line, int index, out string text)
    {
        if (TryUnquote(line, index, out text, out var error))
        {
            return true;
        }

        return Fail(line, $"invalid quoted string: {error}");
    }

    public bool TryReadGo(DirectiveLine line, string? previous, bool isLax, out string version)
    {
        version = "";
        if (previous is not null)
        {
            return Fail(line, "repeated go statement");
        }

        if (line.Count != 1)
        {
            return Fail(line, "go directive expects exactly one argument");
        }

        version = line[0];
        if (GoVersionRules.IsGoVersion(version))
        {
            return true;
        }

        if (!isLax || GoVersionRules.Repair(version) is not { } repaired)
        {
            return Fail(line, $"invalid go version '{version}': must match format 1.23.0");
        }

        line[0] = version = repaired;
        return true;
    }

    public bool TryReadToolchain(DirectiveLine line, string? previous, out string name)
    {
        name = "";
        if (previous is not null)
        {
            return Fail(line, "repeated toolchain statement");
        }

        if (line.Count != 1)
        {
            return Fail(line, "toolchain directive expects exactly one argument");
        }

        name = line[0];
        return GoVersionRules.IsToolchain(name) || Fail(line, $"invalid toolchain version '{name}': must match format go1.23.0 or default");
    }

    public GodebugDirective? ReadGodebug(DirectiveLine line)
    {
        var equals = line.Count == 1 && line[0].AsSpan().IndexOfAny("\"`',") < 0 ? line[0].IndexOf('=', StringComparison.Ordinal) : -1;
        if (equals >= 0)
        {
            return new GodebugDirective(line[0][..equals], line[0][(equals + 1)..], line.Line.Start);
        }

        Fail(line, "usage: godebug key=value");
        return null;
    }

    /// <summary>Reads the one path of a line, or fails with <paramref name="usage"/>.</summary>
    public PathDirective? ReadPath(DirectiveLine line, string usage)
    {
        if (line.Count != 1)
        {
            Fail(line, usage);
            return null;
        }

        return TryReadText(line, 0, out var path) ? new PathDirective(path, line.Line.Start) : null;
    }

    /// <summary>Reads <c>path version</c> of <c>require</c> and <c>exclude</c>.</summary>
    public bool TryReadModule(DirectiveLine line, out ModuleReference module)
    {
        module = default;
        if (line.Count != 2)
        {
            return Fail(line, $"usage: {line.Verb} module/path v1.2.3");
        }

        if (!TryReadText(line, 0, out var path) || !TryReadVersion(line, 1, path, out var version))
        {
            return false;
        }

        if (!PathMajor.Split(path, out var major))
        {
            return Fail(line, "invalid module path");
        }

        module = new ModuleReference(path, version);
        return TryMatchMajor(line, module, major);
    }

    public Replacement? ReadReplacement(DirectiveLine line)
    {
        var arrow = line.Count >= 2 && line[1] == "=>" ? 1 : 2;
        if (line.Count < arrow + 2 || line.Count > arrow + 3 || line[arrow] != "=>")
        {
            Fail(line, $"usage: {line.Verb} module/path [v1.2.3] => other/module v1.4\n\t or {line.Verb} module/path [v1.2.3] => ../local/directory");
            return null;
        }

        if (!TryReadText(line, 0, out var path))
        {
            return null;
        }

        if (!PathMajor.Split(path, out var major))
        {
            Fail(line, $"{line.Verb} {path}: invalid module path");
            return null;
        }

        var version = "";
        if (arrow == 2 && (!TryReadVersion(line, 1, path, out version) || !TryMatchMajor(line, new ModuleReference(path, version), major)))
        {
            return null;
        }

        return TryReadTarget(line, arrow + 1, out var target)
            ? new Replacement(new ModuleReference(path, version), target, line.Line.Start)
            : null;
    }

    /// <summary>Reads a version; one that is short, or has build metadata, is made canonical.</summary>
    private bool TryReadVersion(DirectiveLine line, int index, string path, out string version)
    {
        if (!TryUnquote(line, index, out version, out var error))
        {
            return FailVersion(line, path, line[index], error);
        }

        if (!SemVer.TryParse(version, out var parsed))
        {
            return FailVersion(line, path, version, "must be of the form v1.2.3");
        }

        var build = parsed.Build is "+incompatible" ? "+incompatible" : "";
        line[index] = version = $"v{parsed.Major}.{parsed.Minor}.{parsed.Patch}{parsed.Prerelease}{build}";
        return true;
    }

    private bool TryReadTarget(DirectiveLine line, int index, out ModuleReference target)
    {
        target = default;
        if (!TryReadText(line, index, out var path))
        {
            return false;
        }

        var isDirectory = LocalPaths.IsDirectory(path);
        if (line.Count == index + 1)
        {
            // The go command also refuses backslashes here unless on Windows. What is right must not depend on where we run.
            target = new ModuleReference(path, "");
            return isDirectory || Fail(line, path.Contains('@', StringComparison.Ordinal)
                ? "replacement module must match format 'path version', not 'path@version'"
                : "replacement module without version must be directory path (rooted or starting with . or ..)");
        }

        if (!TryReadVersion(line, index + 1, path, out var version))
        {
            return false;
        }

        target = new ModuleReference(path, version);
        return !isDirectory || Fail(line, $"replacement module directory path {GoQuoting.Quote(path)} cannot have version");
    }

    private bool TryMatchMajor(DirectiveLine line, ModuleReference module, PathMajor major)
    {
        if (!ModuleVersion.TryParse(module.Version, out var version, out _) || major.Matches(version))
        {
            return true;
        }

        var wanted = major.Major.Length == 0 ? "v0 or v1" : major.Major;
        return FailVersion(line, module.Path, module.Version, $"should be {wanted}, not {version.Major}");
    }

    private bool FailVersion(DirectiveLine line, string path, string version, string error) =>
        Fail(line, $"{(path.Length == 0 ? line.Verb : $"{line.Verb} {path}")}: version {GoQuoting.Quote(version)} invalid: {error}");

    internal static bool TryUnquote(DirectiveLine line, int index, out string text, out string error)
    {
        text = line[index];
        error = "";
        if (text.StartsWith('"'))
        {
            if (GoQuoting.Unquote(text) is not { } unquoted)
            {
                error = "invalid syntax";
                return false;
            }

            text = unquoted;
        }
        else if (text.AsSpan().IndexOfAny('"', '\'', '`') >= 0)
        {
            error = "unquoted string cannot contain quote";
            return false;
        }

        line[index] = GoQuoting.AutoQuote(text);
        return true;
    }
}
