namespace Sluice.Modules.GoMod;

/// <summary>A place in a file (golang.org/x/mod/modfile, <c>Position</c>).</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">
/// The column, from 1, in Unicode code points, as the go command counts and prints them (its <c>LineRune</c>); a byte that is not UTF-8
/// counts as one, a tab too.
/// </param>
/// <param name="Offset">Bytes before it in the file, from 0.</param>
public readonly record struct GoModPosition(int Line, int Column, int Offset)
{
    internal static GoModPosition Start => new(1, 1, 0);
}
