using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Reports;

/// <summary>Fixes as lines to type or to change.</summary>
public static class FixLines
{
    /// <summary>The lines; none for an advice, whose reason says all.</summary>
    public static IReadOnlyList<string> Of(Fix fix) => fix switch
    {
        Fix.Advice => [],
        Fix.Link link => [link.Url],
        Fix.EditFile edit => [.. new[] { $"{edit.Path}:", edit.Remove is null ? null : $"  - {edit.Remove}", edit.Add is null ? null : $"  + {edit.Add}" }.OfType<string>()],
        _ => [FixCommands.LineOf(fix, Shell.Posix)!],
    };
}
