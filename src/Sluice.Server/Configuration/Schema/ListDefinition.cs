namespace Sluice.Server.Configuration;

/// <summary>A key that holds a list of entries. Only the file has them: they have no variable and no flag.</summary>
/// <param name="Key">The full key: <c>routes</c>.</param>
/// <param name="Description">One line without a full stop.</param>
/// <param name="Fields">What an entry holds.</param>
public sealed record ListDefinition(string Key, string Description, IReadOnlyList<FieldDefinition> Fields);

/// <summary>A field of an entry of a list.</summary>
/// <param name="Name">Its name within the entry.</param>
/// <param name="IsRequired">Whether every entry has it.</param>
/// <param name="Default">The default as one would write it; empty for none.</param>
/// <param name="Expected">What may stand there.</param>
/// <param name="Description">One line without a full stop.</param>
public sealed record FieldDefinition(string Name, bool IsRequired, string Default, string Expected, string Description);
