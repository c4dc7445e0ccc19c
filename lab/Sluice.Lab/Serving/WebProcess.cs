using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Lab.Servers;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Serving;

/// <summary>The process behind <see cref="WebServers"/>: all web hosts of the lab on ports 80 and 443 of its network namespace.</summary>
internal sealed class WebProcess
{
    private const string IssuerPath = "/intermediate.crt";

    private readonly string _control;
    private readonly Sites _sites;
    private readonly Authority _authority;
    private readonly Lazy<Authority> _middle;
    private readonly Authority _appliance = Authority.Create("CN=Middlebox CA, O=Unknown Appliance");
    private readonly ConcurrentDictionary<(string Host, CertificateKind Kind, int Days), X509Certificate2> _certificates = new();

    private WebProcess(string folder, Sites sites)
    {
        _control = Path.Combine(folder, "control");
        _sites = sites;
        _authority = Authority.Load(Path.Combine(folder, "ca"));
        _middle = new Lazy<Authority>(() => _authority.CreateBelow("CN=Lab Intermediate CA, O=Lab"));
    }

    /// <summary>Serves until it is ended.</summary>
    /// <param name="folder">The world's folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var modules = await LabModules.CreateAsync(Path.Combine(folder, "sumdb.key"), cancellationToken);
        var web = new WebProcess(folder, new Sites(modules));
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MinResponseDataRate = null;
            options.ListenAnyIP(80);
            options.ListenAnyIP(443, listen => listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = web.Choose;
                https.OnAuthenticate = web.Offer;
            }));
        });
        await using var app = builder.Build();
        app.Run(web.HandleAsync);
        await app.StartAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>The host that a client reaches: whom it names if the address is that host's, else whose address it is.</summary>
    private static string HostAt(EndPoint? local, string? name)
    {
        var address = ((IPEndPoint?)local)?.Address;
        var text = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString() ?? "";
        return name is not null && Net.Find(name)?.Addresses.Contains(text) == true ? name : Net.Hosts.FirstOrDefault(host => host.Addresses.Contains(text))?.Name ?? "portal.corp.example";
    }

    private X509Certificate2 Choose(ConnectionContext? connection, string? name)
    {
        var host = HostAt(connection?.LocalEndPoint, name);
        var control = HostControl.Read(_control, host);
        return _certificates.GetOrAdd((host, control.Certificate, control.ClockDays), key => Make(key.Host, key.Kind, TimeProvider.System.GetUtcNow().AddDays(key.Days)));
    }

    /// <summary>The name is not known yet here: the address decides.</summary>
    private void Offer(ConnectionContext connection, SslServerAuthenticationOptions options)
    {
        var control = HostControl.Read(_control, HostAt(connection.LocalEndPoint, null));
        if (control.IsOld)
        {
            options.ApplicationProtocols = [SslApplicationProtocol.Http11];
        }

        if (control.Certificate == CertificateKind.IncompleteChain)
        {
            // Online, .NET would fetch the missing certificate itself and send it.
            options.ServerCertificateSelectionCallback = null;
            options.ServerCertificateContext = SslStreamCertificateContext.Create(Choose(connection, null), additionalCertificates: null, offline: true);
        }
    }

    private X509Certificate2 Make(string host, CertificateKind kind, DateTimeOffset now) => kind switch
    {
        CertificateKind.Expired => _authority.Issue(now.AddDays(-90), now.AddDays(-1), [host]),
        CertificateKind.NotYet => _authority.Issue(now.AddDays(30), now.AddDays(90), [host]),
        CertificateKind.WrongName => _authority.Issue(now, "static.cdn.example", "www.cdn.example"),
        CertificateKind.IncompleteChain => _middle.Value.Issue(now.AddDays(-10), now.AddDays(10), [host], $"http://example.org{IssuerPath}"),
        CertificateKind.UnknownAuthority => _appliance.Issue(now, host),
        _ => _authority.Issue(now, host),
    };

    private async Task HandleAsync(HttpContext context)
    {
        var host = HostAt(new IPEndPoint(context.Connection.LocalIpAddress!, 0), context.Request.Host.Host);
        var path = context.Request.Path + context.Request.QueryString.ToString();
        var control = HostControl.Read(_control, host);
        var rule = control.Rules.FirstOrDefault(rule => Regex.IsMatch(path, rule.Path, RegexOptions.None, TimeSpan.FromSeconds(1))) ?? new Misbehaviour();
        if (rule.Hang)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        await Task.Delay(TimeSpan.FromSeconds(rule.Delay), context.RequestAborted);
        var honest = host == "example.org" && path == IssuerPath
            ? new Answer(200, _middle.Value.Der, "application/pkix-cert")
            : await _sites.AnswerAsync(host, path, rule.Use, context.RequestAborted);
        context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddDays(control.ClockDays).ToString("R", CultureInfo.InvariantCulture);
        await SendAsync(context, Bend(honest, rule, path), rule);
    }

    private static Answer Bend(Answer honest, Misbehaviour rule, string path)
    {
        if (rule.Redirect is { } target)
        {
            return Answer.Text(302, "") with { Location = target.Replace("{path}", path, StringComparison.Ordinal) };
        }

        var bent = rule.Body is { } body ? Answer.Text(honest.Status, body.EndsWith('\n') ? body : body + "\n") : honest;
        return bent with { Status = rule.Status > 0 ? rule.Status : rule.Body is null ? honest.Status : 200, Type = rule.Type ?? bent.Type };
    }

    private static async Task SendAsync(HttpContext context, Answer answer, Misbehaviour rule)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.Type;
        response.Headers.Location = answer.Location;
        response.Headers.RetryAfter = rule.RetryAfter;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        response.ContentLength = answer.Body.Length;
        var length = rule.CutPercent > 0 ? answer.Body.Length * rule.CutPercent / 100 : answer.Body.Length;
        var piece = rule.Drip > 0 ? Math.Max(1, rule.Drip / 10) : Math.Max(1, length);
        for (var at = 0; at < length; at += piece)
        {
            await response.Body.WriteAsync(answer.Body.AsMemory(at, Math.Min(piece, length - at)), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(rule.Drip > 0 ? 100 : 0, context.RequestAborted);
        }

        if (length < answer.Body.Length)
        {
            context.Abort();
        }
    }
}
