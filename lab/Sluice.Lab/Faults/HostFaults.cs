using Sluice.Lab.Serving;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>
/// A web host misbehaves. <c>host</c>; <c>path</c>: a regular expression (default all); <c>status</c>, <c>body</c>, <c>type</c>, <c>redirect</c>, <c>retry-after</c>,
/// <c>delay</c> (seconds), <c>hang</c>: yes, <c>cut</c> (percent of the body), <c>drip</c> (bytes a second), <c>use</c>: portal, wrong-zip, wrong-mod, not-zip, forked, forged;
/// <c>http1</c>: yes, to offer no HTTP/2.
/// </summary>
internal sealed class HttpFault(string host, Misbehaviour rule, bool isOld) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new HttpFault(KnownHost(parameters), new Misbehaviour
    {
        Path = parameters.Optional("path") ?? "",
        Status = (int)parameters.Number("status", 0),
        Body = parameters.Optional("body"),
        Type = parameters.Optional("type"),
        Redirect = parameters.Optional("redirect"),
        RetryAfter = parameters.Optional("retry-after"),
        Delay = parameters.Number("delay", 0),
        Hang = parameters.OneOf("hang", "no", "yes", "no") == "yes",
        CutPercent = (int)parameters.Number("cut", 0),
        Drip = (int)parameters.Number("drip", 0),
        Use = parameters.Optional("use") is null ? null : parameters.OneOf("use", "", "portal", "wrong-zip", "wrong-mod", "not-zip", "forked", "forged"),
    }, parameters.OneOf("http1", "no", "yes", "no") == "yes");

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        context.Undo.Add(context.World.Web.Change(host, control => control with { Rules = [.. control.Rules, rule], IsOld = control.IsOld || isOld }));
        return Task.CompletedTask;
    }

    /// <summary>The parameter <c>host</c>, which must be a web host of the lab.</summary>
    internal static string KnownHost(FaultParameters parameters)
    {
        var host = parameters.Required("host");
        return Net.Find(host) is { Place: Places.Web } ? host : throw new FormatException($"the lab has no web host {host}");
    }
}

/// <summary>A web host shows another certificate. <c>host</c>; <c>certificate</c>: expired, not-yet, wrong-name, unknown-authority, incomplete-chain.</summary>
internal sealed class TlsFault(string host, CertificateKind certificate) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new TlsFault(
        HttpFault.KnownHost(parameters),
        parameters.OneOf("certificate", "", "expired", "not-yet", "wrong-name", "unknown-authority", "incomplete-chain") switch
        {
            "expired" => CertificateKind.Expired,
            "not-yet" => CertificateKind.NotYet,
            "wrong-name" => CertificateKind.WrongName,
            "incomplete-chain" => CertificateKind.IncompleteChain,
            _ => CertificateKind.UnknownAuthority,
        });

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        context.Undo.Add(context.World.Web.Change(host, control => control with { Certificate = certificate }));
        return Task.CompletedTask;
    }
}

/// <summary>
/// The client's clock is wrong. Seen from the client that is: all certificates and all Date headers of the world are of another time, so that is what the lab does.
/// <c>days</c>: how far the client is ahead; negative: behind.
/// </summary>
internal sealed class ClockFault(int days) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new ClockFault((int)parameters.Number("days", 400));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var world = context.World;
        foreach (var host in Net.Hosts.Where(host => host.Place == Places.Web))
        {
            context.Undo.Add(world.Web.Change(host.Name, control => control with { ClockDays = -days }));
        }

        var now = TimeProvider.System.GetUtcNow();
        context.Undo.Add(() => Task.WhenAll(world.Resolvers.MovePublicAsync(now, CancellationToken.None), world.Git.MoveAsync(world, now, CancellationToken.None)));
        await Task.WhenAll(world.Resolvers.MovePublicAsync(now.AddDays(-days), cancellationToken), world.Git.MoveAsync(world, now.AddDays(-days), cancellationToken));
    }
}
