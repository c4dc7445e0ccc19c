using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Core.Faults;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Http;

/// <summary>
/// Gets the tokens with which one GitHub App reads repositories: asked for with a signed statement, good for an hour, renewed ahead of time. Safe to call
/// concurrently.
/// </summary>
internal sealed class InstallationTokens(GitHubApp app, UpstreamOptions options, Network network) : IDisposable
{
    /// <summary>Largest answer that is read: our own choice; real ones have 1 KiB and the permissions.</summary>
    private const long MaxAnswerBytes = 256 * 1024;

    /// <summary>A token is not used in its last minutes: a fetch takes a while.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(10);

    /// <summary>GitHub takes statements of ten minutes at most; clocks differ.</summary>
    private static readonly TimeSpan StatementLifetime = TimeSpan.FromMinutes(9);

    private readonly UpstreamClient _client = new(app.Api, options, network);
    private readonly SemaphoreSlim _turn = new(1);
    private (Secret Token, DateTimeOffset Until)? _held;

    /// <summary>The app.</summary>
    public GitHubApp App => app;

    /// <summary>A token that is good for some minutes at least.</summary>
    /// <exception cref="FaultException">GitHub refuses, or cannot be asked.</exception>
    public async Task<Secret> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_held is not { } held || held.Until <= network.Time.GetUtcNow())
            {
                held = await AskAsync(cancellationToken);
                _held = held;
            }

            return held.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _turn.Dispose();
    }

    private async Task<(Secret Token, DateTimeOffset Until)> AskAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{app.Api.AbsoluteUri.TrimEnd('/')}/app/installations/{app.InstallationId}/access_tokens"));
        using var answer = await _client.PostAsync(url, "Bearer " + Statement(), "application/vnd.github+json", cancellationToken);
        var status = string.Create(CultureInfo.InvariantCulture, $"{app.Api.Host} answers {(int)answer.Status} to GitHub App {app.AppId} of {app.Origin}, installation {app.InstallationId}");
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
        {
            throw new FaultException(FaultCodes.VcsAuthentication.At(app.Api.Host, status));
        }

        if (answer.Status != HttpStatusCode.Created)
        {
            throw new FaultException(FaultCodes.UpstreamFailed.At(app.Api.Host, status) with { RetryAfter = answer.RetryAfter });
        }

        return Read(await BodyIntake.ReadAsync(answer, MaxAnswerBytes, cancellationToken));
    }

    private (Secret Token, DateTimeOffset Until) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var token = json.RootElement.GetProperty("token").GetString();
            var until = json.RootElement.GetProperty("expires_at").GetDateTimeOffset();
            return (new Secret(string.IsNullOrEmpty(token) ? throw new FormatException("empty") : token), until - Reserve);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FaultException(FaultCodes.Malformed.At(app.Api.Host, "the answer holds no token"), exception);
        }
    }

    /// <summary>A JSON web token, RS256 (RFC 7519), in which the app says who it is.</summary>
    private string Statement()
    {
        var now = network.Time.GetUtcNow();
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"iat\":{now.AddMinutes(-1).ToUnixTimeSeconds()},\"exp\":{(now + StatementLifetime).ToUnixTimeSeconds()},\"iss\":\"{JsonEncodedText.Encode(app.AppId)}\"}}");
        var signed = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims)}";
        using var key = RSA.Create();
        key.ImportFromPem(app.PrivateKey.Reveal());
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
