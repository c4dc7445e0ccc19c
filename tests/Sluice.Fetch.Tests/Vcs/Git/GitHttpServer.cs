using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Fetch.Tests.Peers;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>A smart HTTP server for git: Kestrel in front of <c>git http-backend</c> (https://git-scm.com/docs/git-http-backend).</summary>
internal sealed class GitHttpServer : IAsyncDisposable
{
    private readonly string _root;
    private HttpPeer _peer = null!;

    private GitHttpServer(string root) => _root = root;

    /// <summary><c>user:password</c> that is wanted; null for nothing.</summary>
    public string? Login { get; set; }

    /// <summary>Answers instead of git when it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Before { get; set; }

    /// <summary>Whether the server knows protocol version 2; version 0 is what old ones speak.</summary>
    public bool SpeaksVersion2 { get; set; } = true;

    /// <summary>Changes what the server says; same length, since lengths are told before.</summary>
    public (string From, string To)? Rewrite { get; set; }

    /// <summary>After so many bytes of an answer to POST the server says nothing any more.</summary>
    public int HangAfterBytes { get; set; } = int.MaxValue;

    /// <summary>Bytes of each answer to a POST, in order.</summary>
    public ConcurrentQueue<long> PostBytes { get; } = [];

    public HttpPeer Peer => _peer;

    public static async Task<GitHttpServer> StartAsync(GitFixture fixture, CancellationToken token, X509Certificate2? certificate = null)
    {
        var server = new GitHttpServer(fixture.Root);
        server._peer = await HttpPeer.StartAsync(server.AnswerAsync, token, certificate);
        return server;
    }

    public string UrlOf(string name = "repo.git") => $"{_peer.Url}{name}";

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (Before is not null && await Before(context))
        {
            return;
        }

        if (Login is not null && context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        await SendAsync(context, GitCommand.RunOrFail(Backend(context, body.Length), body.ToArray()));
    }

    private ProcessStartInfo Backend(HttpContext context, long length)
    {
        var start = GitCommand.StartInfo(_root, "http-backend");
        var request = context.Request;
        var variables = start.Environment;
        variables["GIT_PROJECT_ROOT"] = _root;
        variables["GIT_HTTP_EXPORT_ALL"] = "1";
        variables["REQUEST_METHOD"] = request.Method;
        variables["PATH_INFO"] = request.Path;
        variables["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "";
        variables["CONTENT_TYPE"] = request.ContentType ?? "";
        variables["CONTENT_LENGTH"] = length.ToString(CultureInfo.InvariantCulture);
        variables["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding.ToString();
        if (SpeaksVersion2)
        {
            variables["GIT_PROTOCOL"] = request.Headers["Git-Protocol"].ToString();
        }

        return start;
    }

    private async Task SendAsync(HttpContext context, byte[] output)
    {
        var end = output.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.Latin1.GetString(output, 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status")
            {
                context.Response.StatusCode = int.Parse(value.AsSpan(0, 3), CultureInfo.InvariantCulture);
            }
            else
            {
                context.Response.Headers[name] = value;
            }
        }

        var body = output.AsMemory(end + 4);
        if (Rewrite is var (from, to))
        {
            body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body.Span).Replace(from, to, StringComparison.Ordinal));
        }

        if (context.Request.Method == "POST")
        {
            PostBytes.Enqueue(body.Length);
        }

        if (context.Request.Method == "POST" && body.Length > HangAfterBytes)
        {
            await context.Response.Body.WriteAsync(body[..HangAfterBytes], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
