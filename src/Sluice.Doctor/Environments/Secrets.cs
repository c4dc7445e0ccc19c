using System.Text.RegularExpressions;

namespace Sluice.Doctor.Environments;

/// <summary>Keeps credentials out of what is shown.</summary>
public static partial class Secrets
{
    /// <summary>A value with the user info of every URL in it masked.</summary>
    public static string Mask(string value) => UserInfo().Replace(value, "://***@");

    [GeneratedRegex(@"://[^/@\s,|]+@")]
    private static partial Regex UserInfo();
}
