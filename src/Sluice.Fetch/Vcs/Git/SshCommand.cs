using System.Globalization;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>The value of <c>GIT_SSH_COMMAND</c>, which git hands to a shell.</summary>
internal static class SshCommand
{
    /// <summary>ssh that asks nobody and gives up in time.</summary>
    public static string For(GitSshOptions options)
    {
        var seconds = (int)Math.Max(1, options.ConnectTimeout.TotalSeconds);
        List<string> parts = ["ssh", "-o", "BatchMode=yes", "-o", string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={seconds}")];
        parts.AddRange(["-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4", "-o", "ForwardAgent=no", "-o", "PermitLocalCommand=no"]);
        if (options.IdentityFile is not null || options.KnownHostsFile is not null)
        {
            parts.AddRange(["-F", "/dev/null"]);
        }

        if (options.IdentityFile is not null)
        {
            parts.AddRange(["-o", "IdentitiesOnly=yes", "-i", options.IdentityFile]);
        }

        if (options.KnownHostsFile is not null)
        {
            // ssh splits the list of files at blanks, and takes what stands in double quotes as one.
            parts.AddRange(["-o", $"UserKnownHostsFile=\"{options.KnownHostsFile}\"", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=yes"]);
        }

        return string.Join(' ', parts.Select(Quote));
    }

    /// <summary>One word for a POSIX shell, whatever is in it.</summary>
    private static string Quote(string part) => $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
