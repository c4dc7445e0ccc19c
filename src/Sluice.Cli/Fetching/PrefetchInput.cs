using System.Text;

namespace Sluice.Cli.Fetching;

/// <summary>Reads the files of <c>prefetch</c>, those that a go.work uses included.</summary>
internal static class PrefetchInput
{
    /// <summary>Most characters of a file: three times the largest go.sum that <see cref="PrefetchList.MaxItems"/> lets through.</summary>
    private const int MaxCharacters = 64 * 1024 * 1024;

    private const int MaxShownProblems = 20;

    /// <summary>Null after every mistake was printed, or when nothing is asked for.</summary>
    public static async Task<IReadOnlyCollection<PrefetchItem>?> ReadAsync(CliContext context, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var list = new PrefetchList(context.Tools.ReadGoFile);
        var problems = new List<InputProblem>();
        var pending = new Queue<string>(files);
        while (pending.TryDequeue(out var file))
        {
            var content = await ReadFileAsync(context, file, problems, cancellationToken);
            foreach (var directory in content is null ? [] : list.Add(file == "-" ? "stdin" : file, content))
            {
                pending.Enqueue(Path.Combine(Path.GetDirectoryName(file) ?? "", directory, "go.mod"));
            }
        }

        problems.AddRange(list.Problems);
        if (problems.Count == 0 && list.Items.Count == 0)
        {
            problems.Add(new InputProblem(string.Join(", ", files), "no module version is named there"));
        }

        Print(context, problems);
        return problems.Count == 0 ? list.Items : null;
    }

    private static void Print(CliContext context, List<InputProblem> problems)
    {
        foreach (var problem in problems.Take(MaxShownProblems))
        {
            context.Error.WriteLine($"{problem.Origin}: {problem.Message}");
        }

        if (problems.Count > MaxShownProblems)
        {
            context.Error.WriteLine($"and {problems.Count - MaxShownProblems} more");
        }

        if (problems.Count > 0)
        {
            context.Error.WriteLine("sluice prefetch: nothing was fetched; correct the above first");
        }
    }

    private static async Task<string?> ReadFileAsync(CliContext context, string file, List<InputProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            if (file == "-")
            {
                return Bounded(file, await ReadBoundedAsync(context.OpenInput(), cancellationToken), problems);
            }

            using var reader = new StreamReader(Path.GetFullPath(file, context.WorkingDirectory), Encoding.UTF8);
            return Bounded(file, await ReadBoundedAsync(reader, cancellationToken), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => "this file does not exist",
                UnauthorizedAccessException => "this is a directory, or may not be read",
                _ => $"this cannot be read ({exception.Message})",
            };
            problems.Add(new InputProblem(file, reason));
            return null;
        }
    }

    private static string? Bounded(string file, string? content, List<InputProblem> problems)
    {
        if (content is null)
        {
            problems.Add(new InputProblem(file, $"longer than {MaxCharacters / (1024 * 1024)} Mi characters"));
        }

        return content;
    }

    private static async Task<string?> ReadBoundedAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var content = new StringBuilder();
        var buffer = new char[16 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Append(buffer, 0, read);
            if (content.Length > MaxCharacters)
            {
                return null;
            }
        }

        return content.ToString();
    }
}
