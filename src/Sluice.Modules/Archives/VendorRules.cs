using System.Globalization;
using System.Text;

namespace Sluice.Modules.Archives;

/// <summary>Choosing and applying a <see cref="VendorRule"/>.</summary>
public static class VendorRules
{
    private const string Vendor = "vendor/";
    private const string InnerVendor = "/vendor/";

    /// <summary>The rule for a go.mod's go line.</summary>
    /// <param name="goVersion">What follows <c>go</c>: <c>1.23</c>, <c>1.24rc1</c>, <c>1.24.3</c>; empty without go.mod or go line.</param>
    public static VendorRule For(ReadOnlySpan<char> goVersion)
    {
        var dot = goVersion.IndexOf('.');
        var major = dot < 0 ? goVersion : goVersion[..dot];
        var rest = dot < 0 ? [] : goVersion[(dot + 1)..];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var minor = end < 0 ? rest : rest[..end];
        if (!int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            return VendorRule.BeforeGo124;
        }

        var second = int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return (first, second).CompareTo((1, 24)) >= 0 ? VendorRule.Go124 : VendorRule.BeforeGo124;
    }

    /// <summary>Whether a file belongs to a vendored package.</summary>
    /// <param name="rule">The module's rule.</param>
    /// <param name="path">Slash-separated, from the module's root.</param>
    public static bool IsVendored(this VendorRule rule, ReadOnlySpan<char> path)
    {
        if (rule == VendorRule.Go124 && path is "vendor/modules.txt")
        {
            return true;
        }

        if (path.StartsWith(Vendor))
        {
            return path[Vendor.Length..].Contains('/');
        }

        var inner = path.IndexOf(InnerVendor);
        if (inner < 0)
        {
            return false;
        }

        return rule == VendorRule.Go124
            ? path[(inner + InnerVendor.Length)..].Contains('/')
            : Encoding.UTF8.GetByteCount(path[..path.LastIndexOf('/')]) >= InnerVendor.Length;
    }
}
