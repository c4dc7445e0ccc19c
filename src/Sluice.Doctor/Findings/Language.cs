namespace Sluice.Doctor.Findings;

/// <summary>A language that everything a user of the doctor sees exists in.</summary>
public enum Language
{
    /// <summary>English, <c>en</c>.</summary>
    English,

    /// <summary>Simplified Chinese, <c>zh</c>.</summary>
    Chinese,
}

/// <summary>Finds out which language a user wants.</summary>
public static class Languages
{
    /// <summary>
    /// The language of a POSIX locale, by the first of <c>LC_ALL</c>, <c>LC_MESSAGES</c>, <c>LANG</c> that is set and not empty. Whatever starts with
    /// <c>zh</c> is Chinese, all else English.
    /// </summary>
    public static Language FromVariables(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var name in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (variables.TryGetValue(name, out var locale) && locale.Length > 0)
            {
                return locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Language.Chinese : Language.English;
            }
        }

        return Language.English;
    }
}
