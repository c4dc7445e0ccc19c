using Sluice.Benchmarks.Archives;
using Sluice.Benchmarks.SumDb;

// Prints one line a measurement: the result, then milliseconds of every round. bench/archives/run.sh puts them beside Go's.
switch (args)
{
    case ["tree", var folder]:
        SourceTree.Write(folder);
        return 0;
    case ["h1", var zip, var threads, var rounds]:
        return await ArchiveBenchmarks.HashAsync(zip, int.Parse(threads), int.Parse(rounds));
    case ["check", var zip, var rounds]:
        return await ArchiveBenchmarks.CheckAsync(zip, int.Parse(rounds));
    case ["create", var folder, var zip, var rounds]:
        return await ArchiveBenchmarks.CreateAsync(folder, zip, int.Parse(rounds));
    case ["sumlog", var folder, var count]:
        return await SumLogBenchmark.RunAsync(folder, int.Parse(count));
    default:
        Console.Error.WriteLine("usage: tree FOLDER | h1 ZIP THREADS ROUNDS | check ZIP ROUNDS | create FOLDER ZIP ROUNDS | sumlog FOLDER ENTRIES");
        return 2;
}
