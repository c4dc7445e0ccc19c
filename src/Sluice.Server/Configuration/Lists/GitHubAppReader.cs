using System.Globalization;
using System.Security.Cryptography;
using Sluice.Fetch.Http;

namespace Sluice.Server.Configuration;

/// <summary>Reads <c>githubApps</c>.</summary>
internal static class GitHubAppReader
{
    public const string KeyShape = "a readable file with the app's private key (PEM, RSA)";
    public const string ApiShape = "the https URL of the API";

    public static IReadOnlyList<GitHubApp> Read(ListReader list)
    {
        var apps = new List<GitHubApp>();
        var hosts = new RepositoryHosts(list, "app");
        foreach (var entry in list.Entries("githubApps"))
        {
            var hasHost = hosts.TryRead(entry, out var host, out var path);
            var hasApp = TryRead(entry, list, "appId", "the app's number or client id", static text => text.All(char.IsAsciiLetterOrDigit) ? null : "is neither a number nor a client id", out var app);
            var hasInstallation = TryRead(
                entry, list, "installationId", "the installation's number", static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "is no number", out var installation);
            var hasApi = TryRead(entry, list, "api", ApiShape, ProblemOfApi, out var api);
            if (TryReadKey(entry, list, out var key) && hasHost && hasApp && hasInstallation)
            {
                var read = new GitHubApp(host, path, app, long.Parse(installation, CultureInfo.InvariantCulture), key) { Origin = entry.Origin.ToString() };
                apps.Add(hasApi ? read with { Api = new Uri(api) } : read);
            }
        }

        return apps;
    }

    private static bool TryRead(EntryReader entry, ListReader list, string name, string expected, Func<string, string?> check, out string text)
    {
        text = "";
        if (!entry.TryText(name, expected, out var read, out var origin))
        {
            return false;
        }

        if (check(read) is { } problem)
        {
            list.Problems.Error(origin, $"{entry.Key}.{name}", $"{ShownText.Quote(read)} {problem}", $"write {expected}");
            return false;
        }

        list.Show($"{entry.Key}.{name}", read, origin);
        text = read;
        return true;
    }

    /// <summary>Over plain http to this machine only: the statement that goes there is as good as a password.</summary>
    private static string? ProblemOfApi(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0 && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))
            ? null
            : "is no https URL";

    private static bool TryReadKey(EntryReader entry, ListReader list, out Secret key)
    {
        key = new Secret("");
        if (!entry.TryText("key", KeyShape, out var text, out var origin))
        {
            return false;
        }

        if (!PathParsers.TryResolve(text, list.Context, out var path, out var error) || !SmallFile.TryRead(path, out var content, out error))
        {
            list.Problems.Error(origin, $"{entry.Key}.key", error, $"write {KeyShape}");
            return false;
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(content);
            rsa.ExportParameters(includePrivateParameters: true);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            list.Problems.Error(origin, $"{entry.Key}.key", $"{ShownText.Quote(text)} holds no RSA private key", $"write {KeyShape}");
            return false;
        }

        list.Show($"{entry.Key}.key", path, origin);
        key = new Secret(content);
        return true;
    }
}
