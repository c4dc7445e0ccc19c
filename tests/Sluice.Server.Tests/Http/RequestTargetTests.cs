using Sluice.Core.Faults;
using Sluice.Server.Http;

namespace Sluice.Server.Tests.Http;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/example.com/m/@v/list", "example.com/m/@v/list")]
    [InlineData("/example.com/m/@latest", "example.com/m/@latest")]
    [InlineData("/example.com/m/@v/v1.0.0.info", "example.com/m/@v/v1.0.0.info")]
    [InlineData("/example.com/m/@v/v1.0.0.mod", "example.com/m/@v/v1.0.0.mod")]
    [InlineData("/example.com/m/@v/v1.0.0.zip", "example.com/m/@v/v1.0.0.zip")]
    [InlineData("/example.com/!big/@v/v1.0.0-!r!c1.zip", "example.com/!big/@v/v1.0.0-!r!c1.zip")]
    [InlineData("/example.com/%21big/@v/v1.0.0.info", "example.com/!big/@v/v1.0.0.info")]
    [InlineData("/example.com/%6D/@v/list", "example.com/m/@v/list")]
    [InlineData("/example.com%2fm/@v/list", "example.com/m/@v/list")]
    [InlineData("/example.com/m/%40v/list", "example.com/m/@v/list")]
    [InlineData("/example.com/m/@v/v2.0.0+incompatible.mod", "example.com/m/@v/v2.0.0+incompatible.mod")]
    [InlineData("/example.com/m/@v/v2.0.0%2Bincompatible.mod", "example.com/m/@v/v2.0.0+incompatible.mod")]
    [InlineData("/example.com/a~b/@v/list", "example.com/a~b/@v/list")]
    [InlineData("/example.com/m/@v/main.info", "example.com/m/@v/main.info")]
    [InlineData("/example.com/m/@v/14c0d48.info", "example.com/m/@v/14c0d48.info")]
    [InlineData("/gopkg.in/dummy.v2-unstable/@v/v2.0.0.zip", "gopkg.in/dummy.v2-unstable/@v/v2.0.0.zip")]
    [InlineData("/example.com/m/@v/list?a=b/../c", "example.com/m/@v/list")]
    [InlineData("/golang.org/toolchain/@v/v0.0.1-go1.22.1.linux-amd64.zip", "golang.org/toolchain/@v/v0.0.1-go1.22.1.linux-amd64.zip")]
    [InlineData("http://gateway.test/example.com/m/@v/list", "example.com/m/@v/list")]
    [InlineData("HTTP://gateway.test:3000/example.com/m/@latest?x", "example.com/m/@latest")]
    public void A_question_about_a_module_is_understood(string target, string artefact)
    {
        Assert.True(RequestTarget.TryParse(target, "", out var parsed, out var fault), fault?.ToString());
        Assert.Equal((TargetKind.Artefact, artefact), (parsed.Kind, parsed.Artefact!.ToRelativePath()));
    }

    [Theory]
    [InlineData("/../etc/passwd")]
    [InlineData("/example.com/../m/@v/list")]
    [InlineData("/example.com/%2e%2e/m/@v/list")]
    [InlineData("/example.com/%2E./m/@v/list")]
    [InlineData("/example.com/..%2fm/@v/list")]
    [InlineData("/example.com%2f..%2fm/@v/list")]
    [InlineData("/example.com/m/@v/..")]
    [InlineData("/..")]
    [InlineData("/%2e%2e")]
    [InlineData("/example.com/m/@v/../list")]
    [InlineData("/example.com/%00/@v/list")]
    [InlineData("/example.com/m%00/@v/list")]
    [InlineData("/example.com/m/@v/v1.0.0%00.zip")]
    [InlineData("/example.com/%0a/@v/list")]
    [InlineData("/example.com/%7f/@v/list")]
    [InlineData("/example.com/%zz/@v/list")]
    [InlineData("/example.com/%")]
    [InlineData("/example.com/%4")]
    [InlineData("/example.com/%g0")]
    [InlineData("/example.com/% 1")]
    [InlineData("/example.com/%c0%af/@v/list")]
    [InlineData("/example.com/%c0%ae%c0%ae/@v/list")]
    [InlineData("/example.com/%e0%80%af")]
    [InlineData("/example.com/%ff")]
    [InlineData("/example.com/%ed%a0%80")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("example.com/m/@v/list")]
    public void What_no_go_command_sends_is_a_bad_request(string target)
    {
        Assert.False(RequestTarget.TryParse(target, "", out _, out var fault));
        Assert.Equal(FaultCodes.BadRequest, fault.Code);
    }

    [Theory]
    [InlineData("//example.com/m/@v/list")]
    [InlineData("/example.com//m/@v/list")]
    [InlineData("/example.com/m//@v/list")]
    [InlineData("/example.com/./m/@v/list")]
    [InlineData("/example.com/Big/@v/list")]
    [InlineData("/example.com/!Big/@v/list")]
    [InlineData("/example.com/!/@v/list")]
    [InlineData("/example.com/!!big/@v/list")]
    [InlineData("/example.com/!1/@v/list")]
    [InlineData("/example.com/m!/@v/list")]
    [InlineData("/example.com/m/@v/V1.0.0.zip")]
    [InlineData("/example.com/m/@v/v1.0.0")]
    [InlineData("/example.com/m/@v/v1.0.0.tar.gz")]
    [InlineData("/example.com/m/@v/.info")]
    [InlineData("/example.com/m/@v/..info")]
    [InlineData("/example.com/m/@v/...info")]
    [InlineData("/example.com/m/@v/a/b.info")]
    [InlineData("/example.com/m/@v/main.zip")]
    [InlineData("/example.com/m/@v/v1.zip")]
    [InlineData("/example.com/m/@v/v1.0.0.ziphash")]
    [InlineData("/example.com/m/@v/v1.0.0.lock")]
    [InlineData("/example.com/m/@v/list/")]
    [InlineData("/example.com/m/@latest/")]
    [InlineData("/example.com/m/@v/")]
    [InlineData("/example.com/m/@x")]
    [InlineData("/@v/list")]
    [InlineData("/@latest")]
    [InlineData("/example.com/m/@v/x/@v/y.info")]
    [InlineData("/example.com/m/@v/%2e.info")]
    [InlineData("/example.com\\m/@v/list")]
    [InlineData("/example.com/%5c..%5c/@v/list")]
    [InlineData("/example.com/m%20m/@v/list")]
    [InlineData("/example.com/%e4%b8%ad/@v/list")]
    [InlineData("/example.com/m%25/@v/list")]
    [InlineData("/-example.com/@v/list")]
    [InlineData("/.sluice/@v/list")]
    [InlineData("/golang.org/@v/14c0d48!.info")]
    public void Odd_but_well_formed_is_merely_not_there(string target)
    {
        Assert.False(RequestTarget.TryParse(target, "", out _, out var fault));
        Assert.True(fault.IsAbsence, fault.ToString());
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/healthz", "/healthz")]
    [InlineData("/favicon.ico", "/favicon.ico")]
    [InlineData("/example.com/m", "/example.com/m")]
    [InlineData("http://gateway.test", "/")]
    [InlineData("http://gateway.test?x=/y", "/")]
    public void Everything_without_an_at_sign_is_a_page(string target, string page)
    {
        Assert.True(RequestTarget.TryParse(target, "", out var parsed, out _));
        Assert.Equal((TargetKind.Page, page), (parsed.Kind, parsed.Rest));
    }

    [Theory]
    [InlineData("/mod/example.com/m/@v/list", true)]
    [InlineData("/mod", true)]
    [InlineData("/mod/", true)]
    [InlineData("/%6Dod/example.com/m/@v/list", true)]
    [InlineData("/module/example.com/m/@v/list", false)]
    [InlineData("/example.com/m/@v/list", false)]
    [InlineData("/", false)]
    public void Below_a_base_path_only_what_is_below_it_exists(string target, bool exists)
    {
        Assert.Equal(exists, RequestTarget.TryParse(target, "/mod", out _, out var fault));
        Assert.Equal(exists ? null : FaultCodes.UnknownEndpoint, fault?.Code);
    }

    [Theory]
    [InlineData("/cached-only/example.com/m/@v/list", "", true)]
    [InlineData("/mod/cached-only/example.com/m/@v/list", "/mod", true)]
    [InlineData("/example.com/m/@v/list", "", false)]
    [InlineData("/cached-only.example.com/m/@v/list", "", false)]
    public void The_prefix_for_cached_answers_is_understood(string target, string basePath, bool cachedOnly)
    {
        Assert.True(RequestTarget.TryParse(target, basePath, out var parsed, out var fault), fault?.ToString());
        Assert.Equal((TargetKind.Artefact, cachedOnly), (parsed.Kind, parsed.CachedOnly));
    }

    [Theory]
    [InlineData("/sumdb/sum.golang.org/supported", "sum.golang.org/supported")]
    [InlineData("/sumdb/sum.golang.org/lookup/example.com/!big@v1.0.0", "sum.golang.org/lookup/example.com/!big@v1.0.0")]
    [InlineData("/sumdb/localhost.localdev/sumdb/tile/8/0/x001/000.p/167", "localhost.localdev/sumdb/tile/8/0/x001/000.p/167")]
    public void A_checksum_database_is_asked_for_below_its_own_prefix(string target, string rest)
    {
        Assert.True(RequestTarget.TryParse(target, "", out var parsed, out _));
        Assert.Equal((TargetKind.SumDb, rest), (parsed.Kind, parsed.Rest));
    }

    [Fact]
    public void Ten_thousand_random_targets_end_in_a_target_or_a_fault()
    {
#pragma warning disable RS0030 // A fixed seed: the same targets every time.
        var random = new Random(7);
#pragma warning restore RS0030
        string[] pieces = ["/", "..", ".", "%2e", "%2F", "%00", "%zz", "@v", "@latest", "list", "!", "!b", "B", "example.com", "m", "v1.0.0", ".zip", ".info", "%c0%af", "+", "~", "\\", "%", "?", "#", "中", "cached-only", "sumdb"];
        for (var i = 0; i < 10_000; i++)
        {
            var target = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));

            Assert.Equal(RequestTarget.TryParse(target, "", out var parsed, out var fault), fault is null);
            if (fault is not null || parsed!.Kind != TargetKind.Artefact)
            {
                continue;
            }

            var path = parsed.Artefact!.ToRelativePath();
            Assert.DoesNotContain("..", path.Split('/'));
            Assert.Matches("^[a-z0-9!.~_+@/-]+$", path);
        }
    }
}
