using System.Runtime.CompilerServices;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>Compares texts with approved files of the repository. With SLUICE_APPROVE=1 in the environment the files are written instead.</summary>
internal static class ApprovedText
{
    /// <param name="path">Below the repository's root, with slashes.</param>
    public static void Check(string path, string actual)
    {
        var file = Path.Combine(RepositoryRoot(), path);
        var approve = Environment.GetEnvironmentVariable("SLUICE_APPROVE") == "1";
        if (approve)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{path} is missing; run this test once with SLUICE_APPROVE=1");
        var approved = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.True(approved == actual, $"{path} differs; look at the difference and run this test once with SLUICE_APPROVE=1\n--- actual\n{actual}");
    }

    private static string RepositoryRoot([CallerFilePath] string thisFile = "")
    {
        var directory = new DirectoryInfo(File.Exists(thisFile) ? Path.GetDirectoryName(thisFile)! : AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Sluice.slnx")))
        {
            directory = directory.Parent;
        }

        return Assert.IsType<DirectoryInfo>(directory).FullName;
    }
}
