namespace Sluice.Modules.GoMod;

/// <summary>A mistake in a go.mod, go.work or go.sum file.</summary>
/// <param name="FileName">The name that the caller gave to the file.</param>
/// <param name="Position">Where: for a malformed directive its first token, as in the go command.</param>
/// <param name="Message">What, in the go command's words: <c>require example.com/m: version "v1" invalid: should be v2, not v1</c>.</param>
public sealed record GoModError(string FileName, GoModPosition Position, string Message)
{
    /// <summary>
    /// The error as the go command prints it: <c>go.mod:3:2: unknown directive: x</c>; without the column when that is 1
    /// (golang.org/x/mod/modfile, <c>Error.Error</c>).
    /// </summary>
    public override string ToString() => Position.Column > 1
        ? $"{FileName}:{Position.Line}:{Position.Column}: {Message}"
        : $"{FileName}:{Position.Line}: {Message}";
}
