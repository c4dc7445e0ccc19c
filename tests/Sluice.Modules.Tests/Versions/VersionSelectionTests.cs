using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

public sealed class VersionSelectionTests
{
    private const string Tags = "v0.0.0-pre1 v0.0.0 v0.0.1 v0.0.2 v0.0.3 v0.1.0 v0.1.1 v0.1.2 v0.3.0 v1.0.0 v1.1.0 v1.9.0 v1.9.9 v1.9.10-pre1 v1.9.10-pre2";
    private const string TagsV2 = "v2.0.0 v2.1.0 v2.2.0 v2.5.5 v2.6.0-pre1";

    /// <summary>What cmd/go/internal/modload's own table says about its query test repository.</summary>
    [Theory]
    [InlineData("<v0.0.0", "v0.0.0-pre1")]
    [InlineData("<v0.0.0-pre1", "no matching versions for query \"<v0.0.0-pre1\"")]
    [InlineData("<=v0.0.0", "v0.0.0")]
    [InlineData(">v0.0.0", "v0.0.1")]
    [InlineData(">=v0.0.0", "v0.0.0")]
    [InlineData("<v1.9", "v1.1.0")]
    [InlineData(">=v1.1", "v1.1.0")]
    [InlineData("v0", "v0.3.0")]
    [InlineData("v0.1", "v0.1.2")]
    [InlineData("v0.2", "no matching versions for query \"v0.2\"")]
    [InlineData("v0.0", "v0.0.3")]
    [InlineData("latest", "v1.9.9")]
    [InlineData(">v1.9.9", "v1.9.10-pre1")]
    [InlineData(">v1.10.0", "no matching versions for query \">v1.10.0\"")]
    [InlineData("upgrade", "v1.9.9")]
    public void Queries_choose_from_the_list(string query, string expected) => Assert.Equal(expected, Choose("x.y/m", query, Tags));

    [Theory]
    [InlineData("latest", "v1.9.10-pre1", "v1.9.9")]
    [InlineData("upgrade", "v1.9.10-pre1", "v1.9.10-pre2")]
    [InlineData("upgrade", "v1.9.10-pre2", "v1.9.10-pre2")]
    [InlineData("upgrade", "v1.0.0", "v1.9.9")]
    [InlineData("upgrade", "v1.99.99", "v1.99.99")]
    [InlineData("upgrade", "v0.0.0-20190513201126-42abcb6df8ee", "v1.9.9")]
    [InlineData("patch", "v0.1.0", "v0.1.2")]
    [InlineData("patch", "v1.9.0", "v1.9.9")]
    [InlineData("patch", "v1.9.10-pre2", "v1.9.10-pre2")]
    [InlineData("patch", "v0.2.7", "v0.2.7")]
    [InlineData("patch", null, "can't query version \"patch\" of module x.y/m: no existing version is required")]
    public void Upgrades_start_from_the_current_version(string query, string? current, string expected) =>
        Assert.Equal(expected, Choose("x.y/m", query, Tags, current));

    [Theory]
    [InlineData(">v0.0.0", "v2.0.0")]
    [InlineData("v2", "v2.5.5")]
    [InlineData("v2.6", "no matching versions for query \"v2.6\"")]
    [InlineData("latest", "v2.5.5")]
    [InlineData("<v0.0.0", "no matching versions for query \"<v0.0.0\"")]
    public void Later_majors_are_queried_alike(string query, string expected) => Assert.Equal(expected, Choose("x.y/m/v2", query, TagsV2));

    [Theory]
    [InlineData("a go.mod below shuts them out", "latest", true, "v1.0.0")]
    [InlineData("no go.mod lets them in", "latest", false, "v3.0.0+incompatible")]
    [InlineData("asked for by prefix", "v2", true, "v2.1.0+incompatible")]
    [InlineData("asked for by bound", "<v3.0.0", true, "v2.1.0+incompatible")]
    [InlineData("a compatible bound does not ask", "<v1.9.0", true, "v1.0.0")]
    public void Incompatible_versions_count_only_without_a_go_mod_below(string name, string query, bool hasGoMod, string expected) =>
        Assert.Equal((name, expected), (name, Choose("x.y/m", query, "v3.0.0+incompatible v1.0.0 v2.0.0+incompatible v2.1.0+incompatible", hasGoMod: hasGoMod)));

    [Fact]
    public void Who_uses_an_incompatible_version_keeps_to_them() =>
        Assert.Equal("v3.0.0+incompatible", Choose("x.y/m", "upgrade", "v1.0.0 v2.0.0+incompatible v3.0.0+incompatible", "v2.0.0+incompatible"));

    [Fact]
    public void Only_incompatible_versions_need_no_go_mod() =>
        Assert.Equal("v2.0.0+incompatible", Choose("x.y/m", "latest", "v2.0.0+incompatible"));

    [Theory]
    [InlineData("latest", "v1.1.0-rc.1 v1.0.0 v2.0.0+incompatible", "v1.1.0-rc.1")]
    [InlineData("latest", "v1.0.0 v1.1.0", null)]
    [InlineData("v2", "v1.0.0 v2.0.0+incompatible", null)]
    public void One_go_mod_at_most_is_in_question(string query, string versions, string? expected) =>
        Assert.Equal(expected, Selection("x.y/m", query).VersionInQuestion(Versions(versions))?.Value);

    [Fact]
    public void Retracted_and_excluded_versions_do_not_exist()
    {
        var selection = Selection("x.y/m", "latest") with { IsAllowed = version => version.Value != "v1.9.9" };

        Assert.Equal(new VersionChoice.Found(ModuleVersion.Parse("v1.9.0")), selection.Choose(Versions(Tags)));
    }

    [Fact]
    public void A_disallowed_current_version_is_no_way_out()
    {
        var selection = Selection("x.y/m", "upgrade", "v1.9.9") with { IsAllowed = _ => false };

        Assert.Equal(new VersionChoice.Nothing("x.y/m@v1.9.9: disallowed module version"), selection.Choose(Versions(Tags)));
    }

    [Fact]
    public void Releases_go_before_later_pre_releases_and_these_before_latest()
    {
        Assert.Equal("v1.0.0", Choose("x.y/m", "latest", "v1.0.0 v1.1.0-rc.1"));
        Assert.Equal("v1.1.0-rc.1", Choose("x.y/m", "latest", "v1.1.0-rc.1 v1.1.0-beta"));
        Assert.Equal("ask @latest", Choose("x.y/m", "latest", "v0.0.0-20190311183353-d8887717615a"));
        Assert.Equal("no matching versions for query \"v1\"", Choose("x.y/m", "v1", ""));
    }

    [Theory]
    [InlineData("latest", null, "v0.0.0-20190311183353-aaa", "v0.0.0-20190311183353-aaa")]
    [InlineData("latest", null, null, "no matching versions for query \"latest\"")]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", "v0.0.0-20210101000000-ccc", "v0.0.0-20210101000000-ccc")]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", "v0.0.0-20190101000000-ccc", "v0.0.0-20200101000000-bbb")]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", null, "v0.0.0-20200101000000-bbb")]
    [InlineData("patch", "v0.1.1-0.20200101000000-bbb", "v0.2.0", "v0.1.1-0.20200101000000-bbb")]
    public void Latest_fills_in_for_an_empty_list(string query, string? current, string? latest, string expected)
    {
        var selection = Selection("x.y/m", query, current);

        Assert.IsType<VersionChoice.AskLatest>(selection.Choose([]));
        Assert.Equal(expected, Show(selection.ChooseFromLatest(latest is null ? null : ModuleVersion.Parse(latest))));
    }

    [Theory]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", "2019-01-01", "v0.0.0-20200101000000-bbb")]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", "2020-01-01", "v1.0.0")]
    [InlineData("upgrade", "v0.0.0-20200101000000-bbb", null, "v1.0.0")]
    [InlineData("upgrade", "v0.9.0", "2019-01-01", "v1.0.0")]
    [InlineData("latest", "v0.0.0-20200101000000-bbb", "2019-01-01", "v1.0.0")]
    public void Who_is_on_a_commit_is_not_led_back_in_time(string query, string current, string? chosenTime, string expected)
    {
        var time = chosenTime is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(chosenTime + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(expected, Show(Selection("x.y/m", query, current).Confirm(ModuleVersion.Parse("v1.0.0"), time)));
    }

    [Theory]
    [InlineData("v1.2.3", "ask v1.2.3")]
    [InlineData("v1.2.3+meta", "ask v1.2.3+meta or v1.2.3")]
    [InlineData("v2.0.0+incompatible", "ask v2.0.0+incompatible")]
    [InlineData("master", "ask master")]
    [InlineData("14c0d48", "ask 14c0d48")]
    [InlineData("none", "dropped")]
    public void What_the_list_cannot_tell_is_asked(string query, string expected) => Assert.Equal(expected, Choose("x.y/m", query, Tags));

    [Theory]
    [InlineData("<v1.x")]
    [InlineData(">")]
    [InlineData("<=v1.2")]
    [InlineData(">v1")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a!")]
    public void Malformed_queries_are_refused(string text)
    {
        Assert.False(VersionQuery.TryParse(text, out var query, out var error));
        Assert.Null(query);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("upgrade")]
    [InlineData("patch")]
    [InlineData("none")]
    [InlineData("v1")]
    [InlineData("v1.2")]
    [InlineData("<v1.5")]
    [InlineData("<=v1.5.0")]
    [InlineData(">v1.5.0")]
    [InlineData(">=v1")]
    [InlineData("v1.2.3+meta")]
    [InlineData("feature")]
    public void A_query_prints_as_it_was_written(string text) => Assert.Equal(text, VersionQuery.Parse(text).ToString());

    [Fact]
    public void Random_queries_throw_nothing_and_print_back_the_same()
    {
        var dice = new Dice(15);
        string[] pieces = ["<", ">", "=", "v", "v1", "v1.2", "v1.2.3", "-rc.1", "+meta", "+incompatible", "latest", "upgrade", "none", ".", "0", "!", "/", " ", "é"];
        ModuleVersion[] versions = [.. Versions(Tags)];
        for (var i = 0; i < 5000; i++)
        {
            if (VersionQuery.TryParse(dice.Text(pieces, 4), out var query, out _))
            {
                Assert.Equal(query, VersionQuery.Parse(query.ToString()));
                Assert.NotNull(new VersionSelection(ModulePath.Parse("x.y/m"), query) { Current = dice.Pick(versions) }.Choose(versions));
            }
        }
    }

    private static string Choose(string path, string query, string versions, string? current = null, bool hasGoMod = true) =>
        Show((Selection(path, query, current) with { HasGoMod = _ => hasGoMod }).Choose(Versions(versions)));

    private static VersionSelection Selection(string path, string query, string? current = null) =>
        new(ModulePath.Parse(path), VersionQuery.Parse(query)) { Current = current is null ? null : ModuleVersion.Parse(current) };

    private static IEnumerable<ModuleVersion> Versions(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse().Select(ModuleVersion.Parse);

    private static string Show(VersionChoice choice) => choice switch
    {
        VersionChoice.Found found => found.Version.Value,
        VersionChoice.AskInfo ask => $"ask {ask.Revision}" + (ask.Otherwise is { } otherwise ? $" or {otherwise}" : ""),
        VersionChoice.AskLatest => "ask @latest",
        VersionChoice.Dropped => "dropped",
        VersionChoice.Nothing nothing => nothing.Reason,
        _ => throw new InvalidOperationException(choice.GetType().Name),
    };
}
