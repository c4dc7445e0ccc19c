using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Modules.Versions;

/// <summary>
/// A version that stands for a commit without a tag (https://go.dev/ref/mod#pseudo-versions), in one of three forms:
/// <c>vX.0.0-TIME-REV</c> without a tag before it, <c>vX.Y.Z-PRE.0.TIME-REV</c> after <c>vX.Y.Z-PRE</c>, and
/// <c>vX.Y.(Z+1)-0.TIME-REV</c> after <c>vX.Y.Z</c>. <c>+incompatible</c> may follow the latter two.
/// </summary>
public readonly record struct PseudoVersion
{
    private const string TimeFormat = "yyyyMMddHHmmss";
    private readonly string? _core;
    private readonly string? _timeText;
    private readonly string? _revision;

    private PseudoVersion(ModuleVersion version, string core, string timeText, string revision)
    {
        Version = version;
        _core = core;
        _timeText = timeText;
        _revision = revision;
    }

    /// <summary>The whole version.</summary>
    public ModuleVersion Version { get; }

    /// <summary>The commit's time as it stands there, UTC, 14 digits: <c>20190311183353</c>. It may be no time at all; see <see cref="Time"/>.</summary>
    public string TimeText => _timeText ?? "";

    /// <summary>The commit's time in UTC, to the second; null when the digits are no time (month 13).</summary>
    public DateTimeOffset? Time =>
        DateTimeOffset.TryParseExact(TimeText, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The commit's shortened hash, usually 12 hexadecimal digits; ASCII letters and digits.</summary>
    public string Revision => _revision ?? "";

    /// <summary>Whether a version is a pseudo-version by its form (golang.org/x/mod/module, <c>IsPseudoVersion</c>).</summary>
    public static bool IsPseudo(ModuleVersion version) => TrySplit(version.Value, out _, out _, out _);

    /// <summary>Takes a version apart. False when it is no pseudo-version.</summary>
    public static bool TryParse(ModuleVersion version, out PseudoVersion pseudo)
    {
        pseudo = default;
        if (!TrySplit(version.Value, out var core, out var time, out var revision))
        {
            return false;
        }

        pseudo = new PseudoVersion(version, core.ToString(), time.ToString(), revision.ToString());
        return true;
    }

    /// <summary>Makes the pseudo-version of a commit.</summary>
    /// <param name="major">The major version for a commit without a base, with its <c>v</c>; empty means <c>v0</c>.</param>
    /// <param name="baseVersion">The highest tag before the commit; null for none.</param>
    /// <param name="time">The commit's committer time; cut to seconds, in UTC.</param>
    /// <param name="revision">The first 12 digits of the commit's hash.</param>
    /// <exception cref="ArgumentException"><paramref name="major"/> is no major version, or <paramref name="revision"/> holds other than ASCII letters and digits.</exception>
    public static ModuleVersion Create(string major, ModuleVersion? baseVersion, DateTimeOffset time, string revision)
    {
        ArgumentNullException.ThrowIfNull(major);
        ArgumentException.ThrowIfNullOrEmpty(revision);
        if (!IsRevision(revision))
        {
            throw new ArgumentException("not a revision: want ASCII letters and digits", nameof(revision));
        }

        if (major.Length > 0 && SemVer.MajorOf(major) != major)
        {
            throw new ArgumentException("not a major version: want vN", nameof(major));
        }

        var segment = $"{time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{revision}";
        if (baseVersion is not { } older)
        {
            return ModuleVersion.Parse($"{(major.Length == 0 ? "v0" : major)}.0.0-{segment}");
        }

        SemVer.TryParse(older.Value, out var parts);
        return ModuleVersion.Parse(parts.Prerelease.IsEmpty
            ? $"v{parts.Major}.{parts.Minor}.{Increment(parts.Patch)}-0.{segment}{parts.Build}"
            : $"v{parts.Major}.{parts.Minor}.{parts.Patch}{parts.Prerelease}.0.{segment}{parts.Build}");
    }

    /// <summary>
    /// The tag that the version counts from, with <c>+incompatible</c> where the version has it; null for the form without one. False with
    /// the reason for a form that no tag can give: <c>v1.0.0-0.TIME-REV</c>, or <c>+incompatible</c> without a base.
    /// </summary>
    public bool TryGetBase(out ModuleVersion? baseVersion, [NotNullWhen(false)] out string? error)
    {
        baseVersion = null;
        error = null;
        if (!SemVer.TryParse(_core, out var parts))
        {
            error = "not a pseudo-version";
            return false;
        }

        var build = Version.IsIncompatible ? "+incompatible" : "";
        if (parts.Prerelease.IsEmpty)
        {
            error = build.Length == 0 ? null : $"lacks base version, but has build metadata \"{build}\"";
            return error is null;
        }

        if (parts.Prerelease is not "-0")
        {
            baseVersion = ModuleVersion.Parse($"v{parts.Major}.{parts.Minor}.{parts.Patch}{parts.Prerelease[..^".0".Length]}{build}");
            return true;
        }

        if (parts.Patch is "0")
        {
            error = $"version before v{parts.Major}.{parts.Minor}.{parts.Patch} would have negative patch number";
            return false;
        }

        baseVersion = ModuleVersion.Parse($"v{parts.Major}.{parts.Minor}.{Decrement(parts.Patch)}{build}");
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Version.Value;

    /// <summary>Splits <c>v1.2.4-0.20190311183353-d8887717615a+incompatible</c> into <c>v1.2.4-0</c>, time and revision.</summary>
    private static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> core, out ReadOnlySpan<char> time, out ReadOnlySpan<char> revision)
    {
        core = time = revision = default;
        var plus = text.IndexOf('+');
        var rest = plus < 0 ? text : text[..plus];
        var dash = rest.LastIndexOf('-');
        if (dash < TimeFormat.Length + 1)
        {
            return false;
        }

        revision = rest[(dash + 1)..];
        time = rest[(dash - TimeFormat.Length)..dash];
        var mark = rest[dash - TimeFormat.Length - 1];
        core = rest[..(dash - TimeFormat.Length - 1)];
        if (!IsRevision(revision) || time.ContainsAnyExceptInRange('0', '9') || !SemVer.TryParse(core, out var parts) || parts.IsShortened)
        {
            return false;
        }

        // Without a base: vX.0.0-TIME. With one: a pre-release that is or ends in a lone 0, then a dot.
        return parts.Prerelease.IsEmpty
            ? mark == '-' && parts.Minor is "0" && parts.Patch is "0"
            : mark == '.' && (parts.Prerelease is "-0" || parts.Prerelease.EndsWith(".0"));
    }

    private static bool IsRevision(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>One more than a decimal number of any length.</summary>
    private static string Increment(ReadOnlySpan<char> digits)
    {
        var nines = digits.Length - digits.TrimEnd('9').Length;
        return nines == digits.Length
            ? "1" + new string('0', nines)
            : $"{digits[..^(nines + 1)]}{(char)(digits[^(nines + 1)] + 1)}{new string('0', nines)}";
    }

    /// <summary>One less than a decimal number of any length from 1.</summary>
    private static string Decrement(ReadOnlySpan<char> digits)
    {
        var zeros = digits.Length - digits.TrimEnd('0').Length;
        var head = digits[..^(zeros + 1)];
        var last = (char)(digits[^(zeros + 1)] - 1);
        var lead = head.IsEmpty && last == '0' && zeros > 0 ? "" : $"{head}{last}";
        return lead + new string('9', zeros);
    }
}
