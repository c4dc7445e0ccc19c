using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sluice.Server.Hosting;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of where the gateway listens.</summary>
internal static class AddressParsers
{
    /// <summary>Most addresses to listen on; more is a mistake, not a need.</summary>
    private const int MaxAddresses = 32;

    public static bool Listen(string text, SettingContext context, [NotNullWhen(true)] out IReadOnlyList<string>? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        var addresses = text.Split(',', StringSplitOptions.TrimEntries);
        error = addresses.Length > MaxAddresses ? $"more than {MaxAddresses} addresses" : null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            error ??= CheckEndpoint(address);
            error ??= !seen.Add(address) && !address.EndsWith(":0", StringComparison.Ordinal) ? $"{address} stands there twice" : null;
        }

        value = error is null ? addresses : null;
        return value is not null;
    }

    /// <summary>Normalises: <c>/mod/</c> is <c>/mod</c>, and <c>/</c> is the root, the empty text.</summary>
    public static bool BasePath(string text, SettingContext context, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? error)
    {
        value = text.TrimEnd('/');
        error = text.Length > 0 && text[0] != '/' ? $"{ShownText.Quote(text)} does not start with a slash" : null;
        foreach (var element in value.Split('/').Skip(1))
        {
            error ??= element is "" or "." or ".." ? $"{ShownText.Quote(text)} holds an element that is empty or made of dots" : null;
            error ??= element.AsSpan().ContainsAnyExcept(UrlCharacters) ? $"{ShownText.Quote(text)} holds something other than letters, digits and -._~" : null;
        }

        return error is null;
    }

    private static readonly System.Buffers.SearchValues<char> UrlCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static string? CheckEndpoint(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? address : address[(scheme + 3)..];
        var colon = rest.LastIndexOf(':');
        if (colon < 0)
        {
            return $"{ShownText.Quote(address)} has no port";
        }

        var host = rest.AsSpan(0, colon);
        if (!ushort.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return $"{ShownText.Quote(address)} does not end in a port from 0 to 65535";
        }

        if (host.IsEmpty)
        {
            return null;
        }

        if (host.Contains(':') && host[0] != '[')
        {
            return $"{ShownText.Quote(address)} wants brackets around its IPv6 address";
        }

        return ListenAddress.TryParse(address, out _, out var error) ? null : $"{ShownText.Quote(address)}: {error}";
    }
}
