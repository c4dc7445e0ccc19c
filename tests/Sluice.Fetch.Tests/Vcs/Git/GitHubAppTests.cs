using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>A repository that only the token of a GitHub App opens. The server plays GitHub's API too, and checks what the app signs.</summary>
public sealed class GitHubAppTests : IAsyncLifetime
{
    private const string Installation = "/app/installations/678/access_tokens";

    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentQueue<string> _statements = [];
    private GitHttpServer _server = null!;
    private Func<int, (int Status, string Body)> _api = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture.Write("go.mod", "module example.com/m\n").Commit().Tag("v1.0.0").Write("a", "a").Commit().Tag("v1.1.0");
        _server = await GitHttpServer.StartAsync(_fixture, _rig.Token);
        _server.Before = AnswerApiAsync;
        _api = number => (201, $$$"""{"token":"ghs_{{{number}}}","expires_at":"{{{_time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}}","permissions":{"contents":"read"}}""");
        _rig.Time = _time;
        Use(_key.ExportPkcs8PrivateKeyPem());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
        _fixture.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task The_token_of_an_installation_opens_a_repository_and_is_asked_for_once()
    {
        _server.Login = "x-access-token:ghs_1";

        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf(), "v1.0.0", "go.mod"));
        await _rig.ResolveAsync(_server.UrlOf(), "v1.1.0");

        var parts = Assert.Single(_statements).Split('.');
        Assert.True(_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal("12345", claims.RootElement.GetProperty("iss").GetString());
        Assert.InRange(claims.RootElement.GetProperty("iat").GetInt64(), now - 120, now);
        Assert.InRange(claims.RootElement.GetProperty("exp").GetInt64(), now + 60, now + 600);
        Assert.All(_rig.Commands, command => Assert.DoesNotContain("ghs_", command, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        _server.Login = "x-access-token:ghs_1";
        await _rig.ResolveAsync(_server.UrlOf(), "v1.0.0");
        _time.Advance(TimeSpan.FromMinutes(51));
        _server.Login = "x-access-token:ghs_2";

        await _rig.ResolveAsync(_server.UrlOf(), "v1.1.0");

        Assert.Equal(2, _statements.Count);
    }

    [Theory]
    [InlineData(401, "vcs.auth-required")]
    [InlineData(404, "vcs.auth-required")]
    [InlineData(500, "goproxy.5xx")]
    [InlineData(201, "upstream.malformed")]
    public async Task An_app_that_gets_no_token_is_named(int status, string code)
    {
        _api = _ => (status, "{}");

        var fault = await _rig.RefusalAsync(_server.UrlOf());

        Assert.Equal(code, fault.Code.Id);
        if (status != 201)
        {
            Assert.Equal($"127.0.0.1 answers {status} to GitHub App 12345 of sluice.yaml:7, installation 678", fault.Detail);
        }
    }

    [Fact]
    public async Task A_token_that_the_repository_refuses_names_the_app()
    {
        _server.Login = "x-access-token:another";

        var fault = await _rig.RefusalAsync(_server.UrlOf());

        Assert.Equal(FaultCodes.VcsAuthentication, fault.Code);
        Assert.Contains("the token of GitHub App 12345 (sluice.yaml:7) was tried", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_of_other_repositories_is_not_used()
    {
        _rig.NetworkOptions = new NetworkOptions { GitHubApps = [new GitHubApp("127.0.0.1", "other", "1", 2, new Secret("no key"))] };

        Assert.NotNull(await _rig.ResolveAsync(_server.UrlOf(), "v1.0.0"));
        Assert.Empty(_statements);
    }

    private void Use(string key) => _rig.NetworkOptions = new NetworkOptions
    {
        GitHubApps = [new GitHubApp("127.0.0.1", "", "12345", 678, new Secret(key)) { Api = _server.Peer.Url, Origin = "sluice.yaml:7" }],
    };

    private async Task<bool> AnswerApiAsync(HttpContext context)
    {
        if (context.Request.Path != Installation)
        {
            return false;
        }

        Assert.Equal("POST", context.Request.Method);
        _statements.Enqueue(context.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
        var (status, body) = _api(_statements.Count);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    }
}
