using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Sluice.Testing;

/// <summary>One request to a <see cref="FakeUpstream"/>, in the hands of a <see cref="Behaviour"/>.</summary>
public sealed class UpstreamExchange
{
    private readonly HttpContext _context;

    internal UpstreamExchange(HttpContext context, ReceivedRequest request, UpstreamAnswer answer)
    {
        _context = context;
        Request = request;
        Answer = answer;
    }

    /// <summary>What was asked.</summary>
    public ReceivedRequest Request { get; }

    /// <summary>What a healthy upstream would say.</summary>
    public UpstreamAnswer Answer { get; }

    /// <summary>Ends when the client hangs up.</summary>
    public CancellationToken Aborted => _context.RequestAborted;

    /// <summary>Says it, with the exact length. HEAD gets the headers alone.</summary>
    public async Task SendAsync(UpstreamAnswer answer)
    {
        Begin(answer);
        _context.Response.ContentLength = answer.Status is 304 or 204 ? null : answer.Body.Length;
        if (HttpMethods.IsHead(_context.Request.Method) || answer.Status is 304 or 204)
        {
            return;
        }

        await _context.Response.Body.WriteAsync(answer.Body, Aborted);
    }

    /// <summary>Says the answer's head with its right length, then the body as the portions come.</summary>
    public async Task SendInPortionsAsync(UpstreamAnswer answer, Func<CancellationToken, ValueTask<int>> nextPortion)
    {
        Begin(answer);
        _context.Response.ContentLength = answer.Body.Length;
        await _context.Response.StartAsync(Aborted);
        for (var rest = answer.Body; rest.Length > 0;)
        {
            var length = Math.Min(rest.Length, await nextPortion(Aborted));
            await _context.Response.Body.WriteAsync(rest[..length], Aborted);
            await _context.Response.Body.FlushAsync(Aborted);
            rest = rest[length..];
        }
    }

    /// <summary>Says the head without a length, then the chunk again and again until the client hangs up.</summary>
    public async Task SendEndlesslyAsync(UpstreamAnswer answer)
    {
        Begin(answer);
        while (!Aborted.IsCancellationRequested)
        {
            await _context.Response.Body.WriteAsync(answer.Body, Aborted);
            await _context.Response.Body.FlushAsync(Aborted);
        }
    }

    /// <summary>
    /// Says the head with any length, true or not, then so much of the body, and closes the connection in good order (FIN). Kestrel
    /// itself would refuse to lie: this writes to the connection below it. HTTP/1.1 only.
    /// </summary>
    /// <param name="answer">What to say.</param>
    /// <param name="announcedBytes">The Content-Length; null for none.</param>
    /// <param name="sentBytes">How much of the body is sent.</param>
    public async Task SendRawAsync(UpstreamAnswer answer, long? announcedBytes, int sentBytes)
    {
        var connection = _context.Features.Get<IConnectionTransportFeature>() ?? throw new InvalidOperationException("no transport below this request");
        var closed = _context.Features.Get<IConnectionLifetimeFeature>() ?? throw new InvalidOperationException("no connection below this request");
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\nConnection: close\r\n");
        head.Append(answer.ContentType is null ? "" : $"Content-Type: {answer.ContentType}\r\n");
        head.Append(announcedBytes is null ? "" : $"Content-Length: {announcedBytes}\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        var output = connection.Transport.Output;
        await output.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), Aborted);
        await output.WriteAsync(answer.Body[..sentBytes], Aborted);
        await output.CompleteAsync();

        // The transport sends what is left and closes; only then may Kestrel learn that this exchange is over.
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (closed.ConnectionClosed.Register(() => end.TrySetResult()))
        {
            await end.Task.OrFail();
        }

        _context.Abort();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => _context.Abort();

    private void Begin(UpstreamAnswer answer)
    {
        _context.Response.StatusCode = answer.Status;
        if (answer.ContentType is not null)
        {
            _context.Response.ContentType = answer.ContentType;
        }

        foreach (var (name, value) in answer.Headers)
        {
            _context.Response.Headers[name] = value;
        }
    }
}
