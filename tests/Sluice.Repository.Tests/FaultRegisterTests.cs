using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Core.Faults;

namespace Sluice.Repository.Tests;

public sealed partial class FaultRegisterTests
{
    /// <summary>What the go command shows of a line of an error (cmd/go, web.HTTPError).</summary>
    private const int MaxLineBytes = 81;

    private static readonly FaultCode[] Codes =
        [.. typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(FaultCode)).Select(field => (FaultCode)field.GetValue(null)!)];

    [Fact]
    public void There_are_codes_to_check() => Assert.Contains(FaultCodes.NotFound, Codes);

    [Fact]
    public void Ids_are_unique() => Assert.Empty(Codes.GroupBy(code => code.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    /// <summary><c>ratelimit</c> is the taxonomy's only family of one: its id has no cause.</summary>
    [Fact]
    public void Ids_are_a_family_and_a_cause() =>
        Assert.All(Codes.Where(code => code.Id != "ratelimit"), code => Assert.Matches(IdFormat(), code.Id));

    [Fact]
    public void Texts_and_remedies_fit_a_line_of_the_go_command() => Assert.All(Codes, code =>
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(code.Text), 1, MaxLineBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(code.Remedy), 1, MaxLineBytes);
        Assert.False((code.Text + code.Remedy).AsSpan().ContainsAnyInRange('\0', '\u001f'), $"{code.Id} holds a control character");
    });

    [GeneratedRegex(@"^[a-z][a-z0-9]*\.[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdFormat();
}
