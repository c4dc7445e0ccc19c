namespace Sluice.Modules.Archives;

/// <summary>
/// Which files are a vendored package's, and left out of a module zip (golang.org/x/mod/zip, <c>isVendoredPackage</c>). The module's own go.mod
/// decides: hashes of old releases stand on an old bug (https://go.dev/issue/37397).
/// </summary>
public enum VendorRule
{
    /// <summary>
    /// No go line, or one below 1.24. Out is <c>vendor/P/F</c>; further in, where the path holds <c>/vendor/</c>, what has a slash from its
    /// <b>eighth byte</b> on, so that <c>a/vendor/x.go</c> stays and <c>abcd/e/vendor/x.go</c> goes. <c>vendor/modules.txt</c> stays.
    /// </summary>
    BeforeGo124,

    /// <summary>go 1.24 and later: out are <c>vendor/modules.txt</c>, and what has a slash behind the first <c>vendor/</c>.</summary>
    Go124,
}
