using System.Globalization;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Server.Http;

namespace Sluice.Server.Tests.Http;

public sealed class FaultResponseTests
{
    private const string RequestId = "0123456789abcdef";

    public static TheoryData<string> Codes => [.. AllCodes().Select(code => code.Id)];

    public static TheoryData<string> Nasty =>
    [
        new string('x', 500),
        new string('中', 250),
        string.Concat(Enumerable.Repeat("word ", 100)),
        string.Concat(Enumerable.Repeat("𝄞", 125)),
        "two\nlines\r\nand\n\n\nmore",
        "tab\tand\0nul and \u001b[31mred\u001b[0m",
        "turned \u202eround\u202c and \u200bnothing and \ufeffmark",
        "next\u0085line \u2028 separator",
        "lone \ud800 surrogate",
        " ",
        "private \ue000 use, not assigned \u0378",
        "x" + new string(' ', 300) + "y",
    ];

    [Theory]
    [InlineData(FaultKind.NotFound, 404)]
    [InlineData(FaultKind.Gone, 410)]
    [InlineData(FaultKind.Denied, 403)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.Corrupt, 502)]
    [InlineData(FaultKind.Full, 507)]
    [InlineData(FaultKind.Internal, 500)]
    [InlineData(FaultKind.BadRequest, 400)]
    public void Every_class_of_faults_has_its_status(FaultKind kind, int status) => Assert.Equal(status, FaultResponse.StatusOf(kind));

    [Fact]
    public void No_class_of_faults_is_forgotten() =>
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Equal(kind is FaultKind.NotFound or FaultKind.Gone, FaultResponse.StatusOf(kind) is 404 or 410));

    [Theory]
    [MemberData(nameof(Nasty))]
    public void Whatever_the_particulars_a_go_command_shows_every_line(string detail)
    {
        foreach (var code in AllCodes())
        {
            AssertShown(FaultResponse.Render(code.At(detail, detail), RequestId));
            AssertShown(FaultResponse.Render(code.At(null, detail), new string('r', 64)));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_fault_says_what_and_what_to_do_in_full(string id)
    {
        var code = AllCodes().Single(known => known.Id == id);

        var text = FaultResponse.Render(code.At("https://proxy.example", "status 500"), RequestId);

        var joined = text.Replace("\n  ", " ", StringComparison.Ordinal);
        Assert.StartsWith($"sluice: {code.Text} [{code.Id}]\n", joined, StringComparison.Ordinal);
        Assert.Contains("\nsource: https://proxy.example\n", joined, StringComparison.Ordinal);
        Assert.Contains("\nreason: status 500\n", joined, StringComparison.Ordinal);
        Assert.Contains($"\nto do: {code.Remedy}\n", joined, StringComparison.Ordinal);
        Assert.EndsWith($"\nrequest id: {RequestId}\n", joined, StringComparison.Ordinal);
    }

    [Fact]
    public void The_upstream_s_own_words_are_passed_on_for_an_absence_only()
    {
        const string Text = "404 page not found\n";

        Assert.Equal(Text, FaultResponse.Render(FaultCodes.NotFound.At("x") with { UpstreamText = Text }, RequestId));
        Assert.Equal(Text, FaultResponse.Render(FaultCodes.Gone.At("x") with { UpstreamText = Text }, RequestId));
        Assert.StartsWith("sluice: ", FaultResponse.Render(FaultCodes.UpstreamFailed.At("x") with { UpstreamText = Text }, RequestId), StringComparison.Ordinal);
        Assert.StartsWith("sluice: ", FaultResponse.Render(FaultCodes.NotFound.At("x") with { UpstreamText = "" }, RequestId), StringComparison.Ordinal);
    }

    /// <summary>What cmd/go/internal/web, <c>HTTPError</c> and <c>formatErrorDetail</c> ask of a text: else it shows nothing, or cuts.</summary>
    private static void AssertShown(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        Assert.InRange(lines.Length, 1, FaultResponse.MaxLines);
        Assert.All(lines, line => Assert.False(string.IsNullOrWhiteSpace(line), text));
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line) + 1, 1, FaultResponse.MaxLineBytes));
        Assert.All(string.Concat(lines).EnumerateRunes(), rune => Assert.True(IsGraphic(rune), $"U+{rune.Value:X4}"));
        Assert.Contains("request id: ", lines[^1], StringComparison.Ordinal);
    }

    /// <summary>Go's unicode.IsGraphic: letters, marks, numbers, punctuation, symbols and blanks.</summary>
    private static bool IsGraphic(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static IEnumerable<FaultCode> AllCodes() => typeof(FaultCodes).GetFields().Select(field => (FaultCode)field.GetValue(null)!);
}
