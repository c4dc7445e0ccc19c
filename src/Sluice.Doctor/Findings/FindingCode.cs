using System.Diagnostics.CodeAnalysis;

namespace Sluice.Doctor.Findings;

/// <summary>
/// The stable name of a kind of finding: <c>family.kebab-cause</c>, never reused for something else. Those that Sluice knows are in
/// <see cref="FindingCodes"/>; a team's own knowledge may add others.
/// </summary>
public readonly record struct FindingCode : IComparable<FindingCode>
{
    /// <summary>One reference, because codes are copied for every line of a log.</summary>
    private readonly Words? _words;

    internal FindingCode(string id) => _words = new Words(id, id.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? id[..dot] : id);

    /// <summary>The whole name: <c>dns.nxdomain</c>. Empty for <c>default</c>.</summary>
    public string Id => _words?.Id ?? "";

    /// <summary>What stands before the dot: <c>dns</c>. The whole name where there is no dot (<c>ratelimit</c>).</summary>
    public string Family => _words?.Family ?? "";

    /// <summary>Lower-case words of letters and digits, joined by <c>-</c>, in one or two parts joined by a dot.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FindingCode code)
    {
        code = default;
        if (string.IsNullOrEmpty(text) || text.Length > 64 || text.AsSpan().Count('.') > 1)
        {
            return false;
        }

        var previous = '.';
        foreach (var c in text + ".")
        {
            var isWord = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
            if (!isWord && (c is not ('.' or '-') || previous is '.' or '-'))
            {
                return false;
            }

            previous = c;
        }

        code = new FindingCode(text);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(FindingCode other) => ReferenceEquals(_words, other._words) || Id == other.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(FindingCode other) => string.CompareOrdinal(Id, other.Id);

    /// <inheritdoc/>
    public override string ToString() => Id;

    private sealed record Words(string Id, string Family);
}
