using Sluice.Doctor.Findings;

namespace Sluice.Cli.Output;

/// <summary>Where a report for people goes: the writer, its colours, the language.</summary>
internal sealed record Page(TextWriter Writer, Ink Ink, Language Language)
{
    public static Page Of(CliContext context, Language language) => new(context.Out, context.OutInk, language);

    /// <summary>One of two texts.</summary>
    public string Say(string english, string chinese) => Language == Language.Chinese ? chinese : english;

    public string Say(BilingualText text) => text.In(Language);

    public void Line(string text = "") => Writer.WriteLine(text);

    /// <summary>A heading with a blank line before it.</summary>
    public void Heading(string english, string chinese)
    {
        Writer.WriteLine();
        Writer.WriteLine(Ink.Bold(Say(english, chinese)));
    }
}
