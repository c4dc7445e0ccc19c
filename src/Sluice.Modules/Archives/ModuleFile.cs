namespace Sluice.Modules.Archives;

/// <summary>A file of the tree that a module zip is made from.</summary>
/// <param name="Path">Slash-separated, from the module's root: <c>go.mod</c>, <c>internal/x.go</c>.</param>
/// <param name="SizeBytes">The content's exact length; a content of another length is a problem.</param>
/// <param name="Kind">What it is. Directories need not be listed.</param>
/// <param name="Open">Opens the content; called once, and only for regular files that get into the zip. The stream is disposed.</param>
public sealed record ModuleFile(string Path, long SizeBytes, ModuleFileKind Kind, Func<Stream> Open);
