using System.Globalization;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Environments;

/// <summary>Says in a few words how an exchange ended.</summary>
internal static class ExchangeTexts
{
    public static BilingualText Describe(HttpExchange exchange)
    {
        if (exchange.Outcome == HttpOutcome.Answered)
        {
            return exchange.Last.Content is { Kind: ContentKind.Html } page
                ? new BilingualText($"a web page, status {exchange.Status}: {page.Title}".TrimEnd(' ', ':'), $"返回网页，状态 {exchange.Status}：{page.Title}".TrimEnd('：'))
                : new BilingualText(string.Create(CultureInfo.InvariantCulture, $"status {exchange.Status} {exchange.Last.Reason}").TrimEnd(), $"状态 {exchange.Status}");
        }

        var (english, chinese) = exchange.Outcome switch
        {
            HttpOutcome.NameFailed => ("the name gives no address", "域名无法解析"),
            HttpOutcome.ConnectFailed => ("no connection", "无法连接"),
            HttpOutcome.ProxyFailed => ("the HTTP proxy does not let it through", "HTTP 代理不放行"),
            HttpOutcome.TlsFailed => ("the TLS handshake failed", "TLS 握手失败"),
            HttpOutcome.TlsNotTrusted => ("its certificate is not trusted", "证书不受信任"),
            HttpOutcome.TimedOut => ("no answer in time", "超时无响应"),
            HttpOutcome.BodyStalled => ("the answer stopped coming", "响应中断"),
            HttpOutcome.ConnectionLost or HttpOutcome.CutShort => ("the connection was cut", "连接被切断"),
            HttpOutcome.NotHttp => ("what answers is no HTTP", "对方不是 HTTP"),
            HttpOutcome.TooManyRedirects => ("redirects without an end", "重定向没有尽头"),
            HttpOutcome.InsecureRedirect => ("a redirect from https to http", "从 https 重定向到 http"),
            HttpOutcome.BadRedirect => ("a redirect to nowhere", "重定向目标无效"),
            _ => ("the URL cannot be asked for", "URL 无法请求"),
        };
        var detail = exchange.Last.Problem is { Length: > 0 } problem ? problem : null;
        return detail is null ? new BilingualText(english, chinese) : new BilingualText($"{english} ({detail})", $"{chinese}（{detail}）");
    }
}
