using System.Text;
using Sluice.Cli.Run.Watching;

namespace Sluice.Cli.Tests.Run;

public sealed class StatusLineTests
{
    private const string Erase = "\r\u001b[2K";
    private readonly MemoryStream _terminal = new();

    private string Written => Encoding.UTF8.GetString(_terminal.ToArray());

    [Fact]
    public void A_status_is_taken_away_before_anything_else_is_written()
    {
        var line = new StatusLine(_terminal, isLive: true, () => 80);

        line.Show("… 3 done");
        line.Pass("go: downloading\n"u8);

        Assert.Equal($"{Erase}… 3 done{Erase}go: downloading\n", Written);
    }

    [Fact]
    public void A_line_that_the_command_has_not_ended_is_left_alone()
    {
        var line = new StatusLine(_terminal, isLive: true, () => 80);

        line.Pass("password: "u8);
        line.Show("… 3 done");
        line.Say("sluice run: slow");

        Assert.Equal("password: \nsluice run: slow\n", Written);
    }

    [Fact]
    public void A_status_fits_the_terminal()
    {
        var line = new StatusLine(_terminal, isLive: true, () => 30);

        line.Show(new string('x', 100));

        Assert.Equal(Erase + new string('x', 28) + "…", Written);
    }

    [Fact]
    public void Without_a_terminal_there_is_none()
    {
        var line = new StatusLine(_terminal, isLive: false, () => 80);

        line.Show("… 3 done");

        Assert.Equal("", Written);
    }
}
