using System.Globalization;
using System.Text;

namespace Sluice.Benchmarks.Archives;

/// <summary>
/// A tree like a big repository's (moby v28.5.2: 2,780 files, 25.1 MB, zip 7.1 MB), the same on every machine: Go-like source whose
/// identifiers repeat as identifiers do, sizes spread from 200 bytes to half a megabyte.
/// </summary>
internal static class SourceTree
{
    private const int Files = 2_800;
    private const int FilesPerFolder = 12;
    private const int MeanBytes = 9_000;
    private static readonly string[] Syllables =
        ["con", "tai", "ner", "net", "work", "plu", "gin", "dri", "ver", "lay", "er", "sto", "re", "im", "age", "ses", "sion", "build", "exec", "log", "ger", "re", "try"];

    public static void Write(string folder)
    {
        var numbers = new Numbers(20_240_601);
        var words = Enumerable.Range(0, 6_000).Select(_ => Word(numbers)).ToArray();
        for (var i = 0; i < Files; i++)
        {
            var directory = Path.Combine(folder, words[i / FilesPerFolder % 40], $"{words[i / FilesPerFolder]}{i / FilesPerFolder}");
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, $"{words[i]}_{i}.go"), Source(numbers, words, Size(numbers)));
        }

        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.com/bench\n\ngo 1.19\n");
    }

    /// <summary>Exponential around the mean: most files small, a few big.</summary>
    private static int Size(Numbers numbers) => (int)Math.Min(500_000, 200 - (MeanBytes * Math.Log(1 - numbers.Fraction())));

    private static string Source(Numbers numbers, string[] words, int size)
    {
        var text = new StringBuilder("// Code of the benchmark tree.\n\npackage ").Append(words[numbers.Next(200)]).Append("\n\n");
        var local = Enumerable.Range(0, 60).Select(_ => words[numbers.Next(words.Length)]).ToArray();
        while (text.Length < size)
        {
            string Pick() => local[numbers.Next(local.Length)];
            text.Append(CultureInfo.InvariantCulture, $"// {Pick()} {Pick()}s the {Pick()} of {Pick()}, unless {words[numbers.Next(words.Length)]} is {numbers.Next(100_000)}.\n");
            text.Append(CultureInfo.InvariantCulture, $"func ({Pick()[0]} *{Pick()}) {Pick()}{Pick()}(ctx context.Context, {Pick()} string, {Pick()} []{Pick()}) error {{\n");
            for (var line = numbers.Next(12); line >= 0; line--)
            {
                text.Append(CultureInfo.InvariantCulture, $"\tif {Pick()}, err := {Pick()}.{Pick()}({Pick()}, \"{words[numbers.Next(words.Length)]}\"); err != nil {{\n");
                text.Append(CultureInfo.InvariantCulture, $"\t\treturn errors.Wrapf(err, \"{Pick()} {words[numbers.Next(words.Length)]} %s: %d\", {Pick()}, 0x{numbers.Next(1 << 24):x})\n\t}}\n");
            }

            text.Append("\treturn nil\n}\n\n");
        }

        return text.ToString(0, size);
    }

    private static string Word(Numbers numbers) =>
        string.Concat(Enumerable.Range(0, 2 + numbers.Next(3)).Select(_ => Syllables[numbers.Next(Syllables.Length)]));

    /// <summary>Knuth's MMIX generator: the tree must not depend on the platform's.</summary>
    private sealed class Numbers(ulong seed)
    {
        private ulong _state = seed;

        public int Next(int limit) => (int)(Fraction() * limit);

        public double Fraction()
        {
            _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
            return (_state >> 11) * (1.0 / (1UL << 53));
        }
    }
}
