using System.Text;

namespace Sluice.Doctor.Explain;

/// <summary>Text of a log as it may be shown: bounded, and without the credentials in its URLs.</summary>
internal static class ShownText
{
    private const string Scheme = "://";

    /// <summary>A line, cut at <see cref="ExplainLimits.MaxEvidenceBytes"/>.</summary>
    public static string Line(ReadOnlySpan<byte> line)
    {
        var text = Bytes.ToText(line[..Math.Min(line.Length, ExplainLimits.MaxEvidenceBytes)]);
        return WithoutUsers(text, "***@") + (line.Length > ExplainLimits.MaxEvidenceBytes ? "…" : "");
    }

    /// <summary>A text with something else instead of user and password in every URL. A user name alone is no secret.</summary>
    public static string WithoutUsers(string text, string mask)
    {
        var start = text.IndexOf(Scheme, StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (; start >= 0; start = text.IndexOf(Scheme, start + 1, StringComparison.Ordinal))
        {
            var authority = start + Scheme.Length;
            var end = text.AsSpan(authority).IndexOfAny("/?# \t\"'");
            var at = text.AsSpan(authority, end < 0 ? text.Length - authority : end).LastIndexOf('@');
            if (at > 0 && (mask.Length == 0 || text.AsSpan(authority, at).Contains(':')))
            {
                result.Append(text, copied, authority - copied).Append(mask);
                copied = authority + at + 1;
            }
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
