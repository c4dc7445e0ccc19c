namespace Sluice.Doctor.Findings;

/// <summary>A text for users in both languages.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Simplified Chinese; the English one stands in where a team's own knowledge has none.</param>
public sealed record BilingualText(string English, string Chinese)
{
    /// <summary>No text.</summary>
    public static BilingualText Empty { get; } = new("", "");

    /// <summary>Whether there is nothing to read.</summary>
    public bool IsEmpty => English.Length == 0 && Chinese.Length == 0;

    /// <summary>The text in a language.</summary>
    public string In(Language language) => language == Language.Chinese && Chinese.Length > 0 ? Chinese : English;

    /// <summary>The text with something done to both languages.</summary>
    public BilingualText Select(Func<string, string> change) => new(change(English), change(Chinese));
}
