using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Verify;

/// <summary>Checks a zip against the rules for module zips (https://go.dev/ref/mod#zip-files). Called concurrently.</summary>
/// <param name="zip">Readable and seekable, at its beginning; not to be disposed.</param>
/// <param name="path">The module that it should hold.</param>
/// <param name="version">The version that it should hold.</param>
/// <returns>Null when it obeys them, else what is wrong, with the offending file's name.</returns>
public delegate string? ZipVerifier(Stream zip, ModulePath path, ModuleVersion version);

/// <summary>Computes the <c>h1:</c> hash of a zip (golang.org/x/mod/sumdb/dirhash, <c>HashZip</c>). Called concurrently.</summary>
/// <param name="zip">Readable and seekable, at its beginning; not to be disposed.</param>
/// <returns><c>h1:</c> and 44 characters of base64.</returns>
/// <exception cref="InvalidDataException">It is no zip.</exception>
public delegate string ZipHasher(Stream zip);
