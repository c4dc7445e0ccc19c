namespace Sluice.Server.Configuration;

/// <summary>A piece of a configuration file with the place where it starts, whatever the file's format.</summary>
internal abstract record ConfigurationNode(int Line, int Column);

/// <summary>A text, number or word; all of them are text here.</summary>
/// <param name="IsNull">Nothing is written where a value should be, or <c>~</c> or <c>null</c>.</param>
internal sealed record ScalarNode(int Line, int Column, string Text, bool IsNull) : ConfigurationNode(Line, Column);

/// <summary>A list.</summary>
internal sealed record ListNode(int Line, int Column, IReadOnlyList<ConfigurationNode> Items) : ConfigurationNode(Line, Column);

/// <summary>Keys with values, each key once.</summary>
internal sealed record MapNode(int Line, int Column, IReadOnlyList<MapEntry> Entries) : ConfigurationNode(Line, Column);

/// <summary>A key, where it stands, and its value.</summary>
internal sealed record MapEntry(string Key, int Line, int Column, ConfigurationNode Value);

/// <summary>A value that could not be read and was reported.</summary>
internal sealed record UnreadNode() : ConfigurationNode(0, 0)
{
    public static UnreadNode Instance { get; } = new();
}
