namespace Sluice.Fetch.Http;

/// <summary>Reads <c>user:password@</c> of a URL, percent-decoded.</summary>
internal static class UserInfo
{
    public static (string User, string Password) Split(Uri url)
    {
        var colon = url.UserInfo.IndexOf(':');
        return colon < 0
            ? (Uri.UnescapeDataString(url.UserInfo), "")
            : (Uri.UnescapeDataString(url.UserInfo[..colon]), Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]));
    }
}
