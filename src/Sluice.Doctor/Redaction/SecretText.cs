using System.Text.RegularExpressions;

namespace Sluice.Doctor.Redaction;

/// <summary>Takes secrets out of a text by their form.</summary>
internal static partial class SecretText
{
    private const string Gone = "***";

    /// <summary>
    /// Masks, in this order: user info of URLs; values of authorization headers and cookies; parameters of queries that carry keys or signatures; words that assign a
    /// password, token, secret or key; tokens known by their first letters; private keys.
    /// </summary>
    public static string Mask(string text)
    {
        if (text.Length < 6)
        {
            return text;
        }

        text = UserInfo().Replace(text, match => match.Groups[1].Value + (IsPlainSshUser(match) ? match.Groups[2].Value : Gone) + "@");
        text = Header().Replace(text, "$1" + Gone);
        text = Parameter().Replace(text, "$1" + Gone);
        text = Assignment().Replace(text, "$1" + Gone);
        text = Token().Replace(text, Gone);
        return PrivateKey().Replace(text, Gone);
    }

    /// <summary><c>ssh://git@host</c>: a login name of the service, no secret.</summary>
    private static bool IsPlainSshUser(Match match) => match.Groups[1].Value.Contains("ssh", StringComparison.Ordinal) && !match.Groups[2].Value.Contains(':', StringComparison.Ordinal);

    [GeneratedRegex(@"([a-zA-Z][a-zA-Z0-9+.\-]*://)([^\s/@'""<>?#]+)@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:authorization|cookie|private-token|x-api-key)\s*:\s*(?>(?:(?:basic|bearer|negotiate|digest|ntlm|token)\s+)?))(?!\*\*\*)[^\s,;""]+", RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    [GeneratedRegex(@"([?&](?:[\w\-]*(?:signature|credential|token|secret|password|apikey|api_key|access_key|sig|key-pair-id|googleaccessid))=)[^&\s""#]+", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"((?:password|passwd|secret|token|api[_-]?key|_auth)\s*=\s*)(?!\*\*\*)[^\s&;,""']+", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|dt|cbt|rt)-[A-Za-z0-9_\-]{16,}|ATBB[A-Za-z0-9]{20,}|AKIA[0-9A-Z]{16}|eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]*|npm_[A-Za-z0-9]{30,}|xox[abp]-[A-Za-z0-9\-]{10,})")]
    private static partial Regex Token();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)")]
    private static partial Regex PrivateKey();
}
