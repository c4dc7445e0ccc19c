using System.Buffers;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// Which URLs a repository may have. In order:
/// <list type="number">
/// <item>No control characters, no blanks, no leading dash (it would be an option), none longer than <see cref="MaxLength"/>.</item>
/// <item>No <c>helper::address</c>: git runs a program for it.</item>
/// <item><c>user@host:path</c> without scheme is ssh; host and path must not begin with a dash.</item>
/// <item>https, ssh, git+ssh and svn+ssh: always. http and svn, which are in clear text: for origins that the operator configured or allowed.</item>
/// <item>Nothing else: no file, no ext, no git.</item>
/// <item>No password in it.</item>
/// </list>
/// </summary>
public static class RepositoryUrl
{
    /// <summary>Longest URL, in characters: our own choice.</summary>
    public const int MaxLength = 2000;

    private static readonly SearchValues<char> ShortHost =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    /// <summary>Why a URL is refused; null when it is not. The text holds no secret.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="isConfigured">Whether the operator named it, or allowed clear text for the module.</param>
    public static string? Check(string url, bool isConfigured)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Length is 0 or > MaxLength || url[0] == '-' || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return "this is no URL of a repository";
        }

        if (url.Contains("::", StringComparison.Ordinal) && !url.Contains("://", StringComparison.Ordinal))
        {
            return "transports that run a program are refused";
        }

        if (!url.Contains("://", StringComparison.Ordinal))
        {
            return CheckShort(url);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return "this is no URL of a repository";
        }

        if (parsed.Scheme is not ("https" or "http" or "ssh" or "git+ssh" or "svn" or "svn+ssh"))
        {
            return $"{parsed.Scheme} is refused";
        }

        if (parsed.Host.Length == 0 || parsed.Host[0] == '-' || parsed.UserInfo.StartsWith('-'))
        {
            return "this is no URL of a repository";
        }

        if (parsed.UserInfo.Contains(':'))
        {
            return "a password does not belong into a URL";
        }

        return isConfigured || parsed.Scheme is not ("http" or "svn") ? null : $"{parsed.Scheme} is in clear text";
    }

    /// <summary>ssh's short form: <c>git@host:path</c>.</summary>
    private static string? CheckShort(string url)
    {
        var colon = url.IndexOf(':');
        var at = url.IndexOf('@');
        if (colon <= 0 || colon == url.Length - 1 || at > colon)
        {
            return "this is no URL of a repository";
        }

        var host = url.AsSpan((at + 1)..colon);
        return host.IsEmpty || host[0] == '-' || url[colon + 1] == '-' || host.ContainsAnyExcept(ShortHost) ? "this is no URL of a repository" : null;
    }
}
