using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Sluice.Cli.Run.Proxy;

/// <summary>
/// Sends a request to the server that its loopback address stands for. The one thing done besides: where the last entry does not relay the checksum database, and the
/// go command would ask the database itself next (cmd/go/internal/modfetch, <c>initBase</c>), the entry's address stands in for the database, so that these requests are
/// seen too.
/// </summary>
internal sealed class RunRoutes(RunChain chain, RunForwarder forwarder)
{
    private readonly ConcurrentDictionary<char, int> _supported = new();
    private readonly ConcurrentDictionary<char, bool> _standsIn = new();

    public Task AnswerAsync(HttpContext context, char id, string path)
    {
        if (!chain.Targets.TryGetValue(id, out var target))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        if (id == RunChain.SumDbId || chain.SumDbPrefix is not { } prefix || !path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return forwarder.ForwardAsync(context, target, path);
        }

        var rest = path[prefix.Length..];
        if (rest == "supported")
        {
            return forwarder.ForwardAsync(context, target, path, (status, answering) => StandIn(id, target, status, answering));
        }

        return _standsIn.ContainsKey(id)
            ? forwarder.ForwardAsync(context, chain.Targets[RunChain.SumDbId], rest)
            : forwarder.ForwardAsync(context, target, path);
    }

    private bool StandIn(char id, RunTarget target, int status, HttpContext context)
    {
        _supported[id] = status;
        var isAbsent = status is 404 or 410;
        var goesOn = isAbsent || (target.ContinuesOnAnyFault && status != StatusCodes.Status200OK);

        // Without "direct" behind it, the failure of an earlier entry would be the go command's last word.
        var wouldAskDatabase = goesOn && target.IsLast && (target.IsBeforeDirect || _supported.Values.All(other => other is 404 or 410));
        if (!wouldAskDatabase)
        {
            return false;
        }

        _standsIn[id] = true;
        context.Response.StatusCode = StatusCodes.Status200OK;
        return true;
    }
}
