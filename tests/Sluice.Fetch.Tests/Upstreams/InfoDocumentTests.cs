using System.Text;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Tests.Upstreams;

public sealed class InfoDocumentTests
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
        Assert.True(InfoDocument.TryParse(Encoding.UTF8.GetBytes(json), out var version, out var error), error);
        Assert.Equal(expected, version);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("""{"Version":"v1.0.0"} x""", "not JSON")]
    [InlineData("""{"Version":"v1.0.0",}""", "not JSON")]
    [InlineData("""["v1.0.0"]""", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("{}", "no Version")]
    [InlineData("""{"Version":""}""", "no Version")]
    [InlineData("""{"Version":null}""", "no Version")]
    [InlineData("""{"Version":1}""", "Version is no string")]
    [InlineData("""{"Version":"\ud800"}""", "a string is not UTF-8")]
    [InlineData("""{"Version":"v1.0.0","Time":7}""", "Time is no string")]
    [InlineData("""{"Version":"v1.0.0","Time":"yesterday"}""", "Time is no RFC 3339 time")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-13-02T03:04:05Z"}""", "Time is no RFC 3339 time")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05"}""", "Time is no RFC 3339 time")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05.Z"}""", "Time is no RFC 3339 time")]
    [InlineData("""{"Version":"v1.0.0","Time":"2020-01-02T03:04:05+2:00"}""", "Time is no RFC 3339 time")]
    public void Everything_else_is_refused_with_its_reason(string json, string expected)
    {
        Assert.False(InfoDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Equal(expected, error);
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

            Assert.Equal(InfoDocument.TryParse(json, out var version, out var error), error is null && version is not null);
        }
    }
}
