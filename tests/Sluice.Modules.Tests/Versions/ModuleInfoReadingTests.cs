using System.Text;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

public sealed class ModuleInfoReadingTests
{
    [Theory]
    [InlineData("""{"Version":"v1.0.0"}""", "v1.0.0")]
    [InlineData(""" {"version":"v1.0.0","Time":"2020-01-02T03:04:05Z"} """, "v1.0.0")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05.123456789+02:00","Origin":{"VCS":"git","Version":7}}""", "v1.0.0")]
    [InlineData("""{"Version":"v1.0.0","Time":null}""", "v1.0.0")]
    [InlineData("""{"Version":"v1.0.0","VERSION":"v2.0.0","Version":null}""", "v2.0.0")]
    [InlineData("""{"Version":"v1.0.0","Time":"0001-01-01T00:00:00Z"}""", "v1.0.0")]
    public void What_the_go_command_reads_is_read(string json, string expected)
    {
        Assert.True(ModuleInfo.TryParse(Encoding.UTF8.GetBytes(json), out var info, out var error), error);
        Assert.Equal(expected, info.Version.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"Version":"v1.0.0"} x""")]
    [InlineData("""{"Version":"v1.0.0",}""")]
    [InlineData("""["v1.0.0"]""")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Version":""}""")]
    [InlineData("""{"Version":null}""")]
    [InlineData("""{"Version":1}""")]
    [InlineData("""{"Version":"\ud800"}""")]
    [InlineData("""{"Version":"v1.0.0","Time":7}""")]
    [InlineData("""{"Version":"v1.0.0","Time":"yesterday"}""")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-13-02T03:04:05Z"}""")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05"}""")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05.Z"}""")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05+2:00"}""")]
    public void Everything_else_is_refused_with_a_reason(string json)
    {
        Assert.False(ModuleInfo.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
    {
#pragma warning disable RS0030 // A fixed seed: the same bytes in every run.
        var random = new Random(7);
#pragma warning restore RS0030
        var template = """{"Version":"v1.0.0","Time":"2020-01-02T03:04:05Z","Origin":{"Hash":"\u00e4"}}"""u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var json = template.AsSpan(0, random.Next(template.Length + 1)).ToArray();
            for (var changes = random.Next(4); changes > 0 && json.Length > 0; changes--)
            {
                json[random.Next(json.Length)] = (byte)random.Next(256);
            }

            Assert.Equal(ModuleInfo.TryParse(json, out var info, out var error), error is null && info is not null);
        }
    }
}
