using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>Reads <c>v1.2.3</c> and <c>[v1.2.3, v1.2.5]</c> of a retract directive (golang.org/x/mod/modfile, <c>parseVersionInterval</c>).</summary>
internal static class RetractionReader
{
    /// <summary>Reads an interval. On failure <paramref name="error"/> says why. The versions are not checked, as in the go command.</summary>
    public static bool TryRead(DirectiveLine line, bool isLax, out (string Low, string High) interval, [NotNullWhen(false)] out string? error)
    {
        interval = default;
        error = line.Count == 0 || line[0] == "(" ? "expected '[' or version" : null;
        if (error is not null)
        {
            return false;
        }

        var used = 1;
        if (line[0] != "[")
        {
            error = ReadVersion(line, 0, "", out var version);
            interval = (version, version);
        }
        else
        {
            error = ReadVersion(line, 1, "expected version after '['", out var low)
                ?? Expect(line, 2, ",")
                ?? ReadVersion(line, 3, "expected version after ','", out interval.High)
                ?? Expect(line, 4, "]");
            interval.Low = low;
            used = 5;
        }

        if (error is null && !isLax && line.Count > used)
        {
            error = $"unexpected token after version: {GoQuoting.Quote(line[used])}";
        }

        return error is null;
    }

    private static string? Expect(DirectiveLine line, int index, string token) =>
        index < line.Count && line[index] == token ? null : $"expected '{token}' after version";

    private static string? ReadVersion(DirectiveLine line, int index, string missing, out string version)
    {
        version = "";
        if (index >= line.Count)
        {
            return missing;
        }

        if (!DirectiveReader.TryUnquote(line, index, out version, out var error))
        {
            return $"{line.Verb}: version {GoQuoting.Quote(line[index])} invalid: {error}";
        }

        return null;
    }
}
