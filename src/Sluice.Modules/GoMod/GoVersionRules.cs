using System.Text.RegularExpressions;

namespace Sluice.Modules.GoMod;

/// <summary>The forms of versions of Go and of toolchain names (golang.org/x/mod/modfile; cmd/go/internal/gover).</summary>
public static partial class GoVersionRules
{
    /// <summary>Whether a go directive may say this: <c>1.20</c>, <c>1.21.3</c>, <c>1.22rc1</c>.</summary>
    public static bool IsGoVersion(string version) => GoVersion().IsMatch(version);

    /// <summary>Whether a toolchain directive may say this: <c>default</c>, <c>go1</c> or what starts with <c>go1.</c>.</summary>
    public static bool IsToolchain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is "default" or "go1" || name.StartsWith("go1.", StringComparison.Ordinal);
    }

    /// <summary>
    /// Orders versions of Go: <c>1.20rc1</c> before <c>1.20</c>, which is <c>1.20.0</c>; from 1.21 on <c>1.21</c> comes before
    /// <c>1.21rc1</c>, that before <c>1.21.0</c> (https://go.dev/doc/toolchain#version). What is no version comes first.
    /// </summary>
    public static int Compare(string left, string right)
    {
        var (leftNumbers, leftKind, leftPre) = Split(left);
        var (rightNumbers, rightKind, rightPre) = Split(right);
        for (var i = 0; i < leftNumbers.Length; i++)
        {
            var order = CompareNumbers(leftNumbers[i], rightNumbers[i]);
            if (order != 0)
            {
                return order;
            }
        }

        var kinds = string.CompareOrdinal(leftKind, rightKind);
        return kinds != 0 ? kinds : CompareNumbers(leftPre, rightPre);
    }

    /// <summary>What the go command reads where a dependency's go directive is malformed: <c>v1.13.x</c> is <c>1.13</c>. Null if nothing.</summary>
    internal static string? Repair(string version)
    {
        var match = LaxGoVersion().Match(version);
        return match.Success ? match.Groups[1].Value : null;
    }

    private static (string[] Numbers, string Kind, string Pre) Split(string version)
    {
        var match = Comparable().Match(version);
        if (!match.Success)
        {
            return (["", "", ""], "", "");
        }

        var minor = match.Groups[2].Success ? match.Groups[2].Value : "0";
        var isBare = !match.Groups[3].Success && !match.Groups[4].Success;
        var patch = isBare && CompareNumbers(minor, "21") < 0 ? "0" : match.Groups[3].Value;
        return ([match.Groups[1].Value, minor, patch], match.Groups[4].Value, match.Groups[5].Value);
    }

    private static int CompareNumbers(string left, string right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);

    [GeneratedRegex(@"\A([1-9][0-9]*)\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex GoVersion();

    [GeneratedRegex(@"\Av?(([1-9][0-9]*)\.(0|[1-9][0-9]*))([^0-9].*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LaxGoVersion();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)|([a-z]+)(0|[1-9][0-9]*))?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Comparable();
}
