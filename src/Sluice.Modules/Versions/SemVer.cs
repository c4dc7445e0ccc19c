using System.Buffers;

namespace Sluice.Modules.Versions;

/// <summary>
/// A semantic version as Go writes it, with the leading <c>v</c>; <c>v1</c> and <c>v1.2</c> are short for <c>v1.0.0</c> and <c>v1.2.0</c>
/// (golang.org/x/mod/semver). Numbers have no limit: they compare as digits. The parts are spans of the parsed text.
/// </summary>
public readonly ref struct SemVer
{
    private static readonly SearchValues<char> Labels = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The major number, without <c>v</c>: digits without a leading zero.</summary>
    public ReadOnlySpan<char> Major { get; private init; }

    /// <summary>The minor number; <c>0</c> where it was left out.</summary>
    public ReadOnlySpan<char> Minor { get; private init; }

    /// <summary>The patch number; <c>0</c> where it was left out.</summary>
    public ReadOnlySpan<char> Patch { get; private init; }

    /// <summary>The pre-release part with its leading dash, or empty.</summary>
    public ReadOnlySpan<char> Prerelease { get; private init; }

    /// <summary>The build part with its leading plus, or empty.</summary>
    public ReadOnlySpan<char> Build { get; private init; }

    /// <summary>Whether minor or patch were left out.</summary>
    public bool IsShortened { get; private init; }

    /// <summary>Parses a version, shortened or not, with any build metadata.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SemVer version)
    {
        version = default;
        if (text.IsEmpty || text[0] != 'v' || !TakeNumber(text[1..], out var major, out var rest))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            version = new SemVer { Major = major, Minor = "0", Patch = "0", IsShortened = true };
            return true;
        }

        if (rest[0] != '.' || !TakeNumber(rest[1..], out var minor, out rest))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            version = new SemVer { Major = major, Minor = minor, Patch = "0", IsShortened = true };
            return true;
        }

        if (rest[0] != '.' || !TakeNumber(rest[1..], out var patch, out rest))
        {
            return false;
        }

        if (!TakeLabels(ref rest, '-', out var prerelease) || !TakeLabels(ref rest, '+', out var build) || !rest.IsEmpty)
        {
            return false;
        }

        version = new SemVer { Major = major, Minor = minor, Patch = patch, Prerelease = prerelease, Build = build };
        return true;
    }

    /// <summary>Whether the text is a semantic version, shortened or not.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => TryParse(text, out _);

    /// <summary>
    /// The whole form of a version without build metadata: <c>v1.2.0</c> for <c>v1.2</c>, <c>v1.2.3-rc.1</c> for
    /// <c>v1.2.3-rc.1+meta</c>; empty for what is no version.
    /// </summary>
    public static string Canonical(ReadOnlySpan<char> text) =>
        TryParse(text, out var version) ? $"v{version.Major}.{version.Minor}.{version.Patch}{version.Prerelease}" : "";

    /// <summary>The major version with its <c>v</c>: <c>v2</c>; empty for what is no version.</summary>
    public static string MajorOf(ReadOnlySpan<char> text) => TryParse(text, out var version) ? $"v{version.Major}" : "";

    /// <summary>Major and minor version: <c>v2.1</c>, and <c>v2.0</c> for <c>v2</c>; empty for what is no version.</summary>
    public static string MajorMinorOf(ReadOnlySpan<char> text) => TryParse(text, out var version) ? $"v{version.Major}.{version.Minor}" : "";

    /// <summary>Orders two versions by precedence; an invalid one is less than any valid one. Build metadata does not count.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftValid = TryParse(left, out var a);
        var rightValid = TryParse(right, out var b);
        if (!leftValid || !rightValid)
        {
            return leftValid.CompareTo(rightValid);
        }

        var order = CompareNumbers(a.Major, b.Major);
        order = order != 0 ? order : CompareNumbers(a.Minor, b.Minor);
        order = order != 0 ? order : CompareNumbers(a.Patch, b.Patch);
        return order != 0 ? order : ComparePrereleases(a.Prerelease, b.Prerelease);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : Math.Sign(left.SequenceCompareTo(right));

    private static int ComparePrereleases(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty.CompareTo(right.IsEmpty);
        }

        left = left[1..];
        right = right[1..];
        while (true)
        {
            var leftLabel = TakeLabel(ref left);
            var rightLabel = TakeLabel(ref right);
            var order = CompareLabels(leftLabel, rightLabel);
            if (order != 0)
            {
                return order;
            }

            if (left.IsEmpty || right.IsEmpty)
            {
                return -left.IsEmpty.CompareTo(right.IsEmpty);
            }
        }
    }

    private static int CompareLabels(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftNumeric = IsNumeric(left);
        var rightNumeric = IsNumeric(right);
        if (leftNumeric != rightNumeric)
        {
            return leftNumeric ? -1 : 1;
        }

        return leftNumeric ? CompareNumbers(left, right) : Math.Sign(left.SequenceCompareTo(right));
    }

    private static ReadOnlySpan<char> TakeLabel(ref ReadOnlySpan<char> labels)
    {
        var dot = labels.IndexOf('.');
        var label = dot < 0 ? labels : labels[..dot];
        labels = dot < 0 ? default : labels[(dot + 1)..];
        return label;
    }

    private static bool TakeNumber(ReadOnlySpan<char> text, out ReadOnlySpan<char> number, out ReadOnlySpan<char> rest)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? text.Length : length;
        number = text[..length];
        rest = text[length..];
        return length > 0 && (length == 1 || text[0] != '0');
    }

    /// <summary>Takes <c>-a.b</c> or <c>+a.b</c>; absent is fine. Labels are not empty, and numeric pre-release labels have no leading zero.</summary>
    private static bool TakeLabels(scoped ref ReadOnlySpan<char> text, char mark, out ReadOnlySpan<char> labels)
    {
        labels = default;
        if (text.IsEmpty || text[0] != mark)
        {
            return true;
        }

        var end = mark == '-' ? text.IndexOf('+') : -1;
        labels = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[end..];
        foreach (var range in labels[1..].Split('.'))
        {
            var label = labels[1..][range];
            if (label.IsEmpty || label.ContainsAnyExcept(Labels) || (mark == '-' && label.Length > 1 && label[0] == '0' && IsNumeric(label)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumeric(ReadOnlySpan<char> label) => !label.ContainsAnyExceptInRange('0', '9');
}
