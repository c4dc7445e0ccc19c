using System.Text.RegularExpressions;

namespace Sluice.Doctor.Recording;

/// <summary>Takes credentials out of what is recorded.</summary>
public static partial class Masking
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "***";

    /// <summary>Longest command line that is kept, in characters.</summary>
    private const int MaxCommand = 400;

    private static readonly string[] SecretHeaders = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Auth-Token", "Private-Token", "Job-Token"];

    /// <summary>A header's value, or the mask when it is a secret.</summary>
    public static string Header(string name, string value) =>
        SecretHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ? Mask : name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Query(Text(value)) : value;

    /// <summary>A URL without user info, its query masked: targets of redirects carry signatures there.</summary>
    public static string Url(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Query(Text(url.OriginalString));
    }

    /// <summary>A text with the user info of all its URLs, values of secret headers and of <c>--password=</c>, <c>--token=</c> masked.</summary>
    public static string Text(string text) => SecretOption().Replace(HeaderInText().Replace(UserInfo().Replace(text, "$1***@"), "$1 ***"), "$1***");

    /// <summary>A command line, masked and cut.</summary>
    public static string Command(IEnumerable<string> words)
    {
        var line = Text(string.Join(' ', words.Select(word => word.Replace('\n', ' '))));
        return line.Length <= MaxCommand ? line : line[..MaxCommand] + "…";
    }

    private static string Query(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? url[..(at + 1)] + Mask : url;

    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]{0,20}://)[^/\s""'@]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:authorization|private-token|x-api-key|cookie)\s*:)\s*[^""'\r\n]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderInText();

    [GeneratedRegex(@"((?:password|passwd|token|secret)=)[^\s""'&]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretOption();
}
