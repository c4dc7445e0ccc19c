using System.Net;
using System.Text;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>An ordinary HTTP client of one gateway.</summary>
internal sealed class GatewayClient(string url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url + "/"), Timeout = Patience.Command };

    /// <summary>GETs a path, given without a leading slash.</summary>
    public async Task<Answer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(path, response.StatusCode, bytes, headers);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

/// <summary>What the gateway said.</summary>
/// <param name="Path">What was asked.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The whole body.</param>
/// <param name="Headers">By name, without regard to case.</param>
internal sealed record Answer(string Path, HttpStatusCode Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The <c>Sluice-Cache</c> header; empty when there is none.</summary>
    public string Cache => Headers.GetValueOrDefault("Sluice-Cache", "");

    /// <summary>Asserts 200 and these bytes.</summary>
    public void AssertIs(byte[] expected)
    {
        Assert.True(Status == HttpStatusCode.OK, $"{Path}: {(int)Status} {Text}");
        Assert.True(Body.AsSpan().SequenceEqual(expected), $"{Path}: {Body.Length} bytes, other than the upstream's {expected.Length}");
    }

    /// <summary>Asserts an error that a developer can read: the status, plain text, the fault's code and the request's id in it.</summary>
    public void AssertFault(HttpStatusCode status, string code)
    {
        Assert.True(Status == status, $"{Path}: {(int)Status} instead of {(int)status}: {(Body.Length > 2000 ? "" : Text)}");
        Assert.Equal("text/plain; charset=utf-8", Headers["Content-Type"]);
        Assert.Contains($"[{code}]", Text, StringComparison.Ordinal);
        Assert.Contains($"request id: {Headers["X-Request-Id"]}", Text, StringComparison.Ordinal);
        Assert.Equal("no-store", Headers["Cache-Control"]);
    }
}
