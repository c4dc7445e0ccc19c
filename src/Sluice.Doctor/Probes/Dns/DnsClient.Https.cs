using System.Net;
using System.Net.Http.Headers;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>RFC 8484. One connection for one question, no proxy: it is the direct way that is measured.</summary>
internal sealed partial class DnsClient
{
    private const string MediaType = "application/dns-message";
    private readonly TrustStore _trust = TrustStore.Of(host);

    private async Task<DnsMessage> SendByHttpsAsync(Uri url, DnsMessage query, DnsTally tally, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = _trust.Policy();
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = DnsMessage.MaxBytes };
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(DnsMessageWriter.Write(query)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        tally.Sent = 1;
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new DnsProtocolException(DnsOutcome.HttpsFailed, $"status {(int)response.StatusCode}");
            }

            var type = response.Content.Headers.ContentType?.MediaType;
            return type == MediaType
                ? Check(await response.Content.ReadAsByteArrayAsync(cancellationToken), query)
                : throw new DnsProtocolException(DnsOutcome.HttpsFailed, $"the answer is {type ?? "of no type"}");
        }
        catch (HttpRequestException exception)
        {
            var inner = exception.InnerException is null ? exception.Message : exception.InnerException.Message;
            var outcome = exception.HttpRequestError == HttpRequestError.ConnectionError && exception.InnerException is System.Net.Sockets.SocketException socket
                ? Classify(socket.SocketErrorCode)
                : DnsOutcome.HttpsFailed;
            throw new DnsProtocolException(outcome, $"{exception.HttpRequestError}: {inner}");
        }
    }
}
