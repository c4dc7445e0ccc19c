using System.Globalization;

namespace Sluice.Lab.Faults;

/// <summary>The parameters of a fault as a scenario gives them. What is never asked for is a mistake.</summary>
/// <param name="kind">The fault's kind, for messages.</param>
/// <param name="values">The parameters.</param>
internal sealed class FaultParameters(string kind, IReadOnlyDictionary<string, string> values)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>A parameter that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public string Required(string name) => Optional(name) ?? throw new FormatException($"{kind} needs {name}");

    /// <summary>A parameter, or null.</summary>
    public string? Optional(string name)
    {
        _asked.Add(name);
        return values.GetValueOrDefault(name);
    }

    /// <summary>A parameter that is one of some words.</summary>
    /// <exception cref="FormatException">It is another word.</exception>
    public string OneOf(string name, string fallback, params string[] words)
    {
        var value = Optional(name) ?? fallback;
        return words.Contains(value) ? value : throw new FormatException($"{kind}: {name} is one of {string.Join(", ", words)}, not {value}");
    }

    /// <summary>A number of at least zero.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public double Number(string name, double fallback) => Optional(name) is not { } text ? fallback
        : double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"{kind}: {name} is a number, not {text}");

    /// <summary>Throws if there are parameters that nobody asked for.</summary>
    /// <exception cref="FormatException">There are.</exception>
    public void RejectUnknown()
    {
        if (values.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } unknown)
        {
            throw new FormatException($"{kind} has no {unknown}; it has {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }
}
