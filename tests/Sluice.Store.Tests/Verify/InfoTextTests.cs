using System.Text;
using Sluice.Store.Verify;

namespace Sluice.Store.Tests.Verify;

public sealed class InfoTextTests
{
    [Fact]
    public void Version_and_time_are_read_in_any_letter_case_and_order()
    {
        var ok = InfoText.TryParse("""{"Origin":{"Version":"no","Refs":[1,{}]},"TIME":"2024-01-02T03:04:05+02:00","version":"v1.0.0"}"""u8, out var info, out _);
        Assert.True(ok);
        Assert.Equal(new InfoText("v1.0.0", new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))), info);
    }

    [Fact]
    public void A_missing_time_is_none()
    {
        Assert.True(InfoText.TryParse(" {\"Version\":\"v1.0.0\"}\n"u8, out var info, out _));
        Assert.Null(info.Time);
    }

    [Fact]
    public void Random_and_damaged_input_is_refused_with_a_reason_and_never_throws()
    {
        var sound = """{"Version":"v1.0.0\u0041","Time":"2024-01-02T03:04:05Z","Origin":{"VCS":"git"}}"""u8.ToArray();
#pragma warning disable RS0030 // A fixed seed.
        var random = new Random(7);
#pragma warning restore RS0030
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = sound[..random.Next(sound.Length + 1)];
            for (var damage = random.Next(4); damage > 0 && bytes.Length > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var ok = InfoText.TryParse(bytes, out var info, out var error);
            Assert.True(ok ? info is not null && error is null : info is null && error is not null, Encoding.Latin1.GetString(bytes));
        }
    }
}
