using System.Text.RegularExpressions;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>A repository's URL, checked: it cannot be an option, a transport helper or a path.</summary>
internal sealed partial class GitRemote
{
    private GitRemote(string url, string scheme, string host, Uri? address)
    {
        Url = url;
        Scheme = scheme;
        Host = host;
        Address = address;
    }

    /// <summary>As git gets it.</summary>
    public string Url { get; }

    /// <summary><c>https</c>, <c>http</c>, <c>ssh</c>, or <c>file</c> in tests.</summary>
    public string Scheme { get; }

    /// <summary>Host, with its port where one is given. For messages.</summary>
    public string Host { get; }

    /// <summary>The URL without user info; null for ssh's short form.</summary>
    public Uri? Address { get; }

    /// <summary>The host without port.</summary>
    public string HostName => Address is null ? Host : Address.IdnHost;

    /// <summary>The path on the host, without leading slash and tilde.</summary>
    public string Path => (Address is null ? Url[(Url.IndexOf(':') + 1)..] : Uri.UnescapeDataString(Address.AbsolutePath)).TrimStart('/', '~');

    /// <summary>Whether it is reached over HTTP.</summary>
    public bool IsHttp => Scheme is "https" or "http";

    /// <summary>The name of the folder that holds its copies: the first 128 bits of the URL's SHA-256.</summary>
    public string FolderName => RepositoryFolder.NameOf(Url);

    /// <summary>Checks a URL.</summary>
    /// <exception cref="FaultException">Its transport is refused, or it is no URL.</exception>
    public static GitRemote Parse(string url, bool allowsFiles)
    {
        if (url.AsSpan().ContainsAnyInRange('\0', ' ') || url.AsSpan().ContainsAnyInRange('\x7f', '\x9f') || url.StartsWith('-'))
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: "the repository's URL holds blanks or control characters, or begins with a dash"));
        }

        var mark = url.IndexOf("://", StringComparison.Ordinal);
        if (mark < 0)
        {
            return ShortForm().Match(url) is { Success: true } match
                ? new GitRemote(url, "ssh", match.Groups["host"].Value, null)
                : throw new FaultException(FaultCodes.VcsRefused.At(detail: "the repository's URL is neither https://… nor ssh://… nor user@host:path"));
        }

        var scheme = url[..mark];
        if (!(scheme is "https" or "http" or "ssh" || (scheme == "file" && allowsFiles)))
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: $"{OneLine.Clean(scheme, 20)}: repositories come by https, http and ssh only"));
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (scheme != "file" && !HostNames().IsMatch(address.IdnHost)) || address.UserInfo.StartsWith('-'))
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: "the repository's URL is malformed"));
        }

        if (address.UserInfo.Contains(':'))
        {
            throw new FaultException(FaultCodes.VcsRefused.At(detail: $"the URL of a repository on {address.Host} holds a password; use `credentials`"));
        }

        var bare = address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        return new GitRemote(url, scheme, scheme == "file" ? "this machine" : address.Authority, bare);
    }

    /// <inheritdoc/>
    public override string ToString() => Url;

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.+-]*@(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?!:)[^-]", RegexOptions.CultureInvariant)]
    private static partial Regex ShortForm();

    [GeneratedRegex(@"^(\[?[0-9A-Fa-f:.%]+\]?|[A-Za-z0-9_][A-Za-z0-9_.-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex HostNames();
}
