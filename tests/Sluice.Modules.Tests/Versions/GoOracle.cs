using System.Text.Json;
using Sluice.Testing;

namespace Sluice.Modules.Tests.Versions;

/// <summary>
/// Asks Go's own packages (golang.org/x/mod as cmd/go vendors it, and path) what they say to given texts. Each answer is one line.
/// </summary>
internal static class GoOracle
{
    private const string Program = """
        package main

        import (
            "bufio"
            "encoding/json"
            "fmt"
            "os"
            "path"

            "golang.org/x/mod/module"
            "golang.org/x/mod/semver"
        )

        func ok(err error) string {
            if err != nil {
                return "no"
            }
            return "ok"
        }

        func answer(a []string) string {
            switch a[0] {
            case "path":
                p, m, split := module.SplitPathVersion(a[1])
                return fmt.Sprint(ok(module.CheckPath(a[1])), ok(module.CheckImportPath(a[1])), ok(module.CheckFilePath(a[1])), " ", split, " ", p, " ", m)
            case "unescape":
                p, err := module.UnescapePath(a[1])
                v, verr := module.UnescapeVersion(a[1])
                return fmt.Sprint(ok(err), " ", p, " ", ok(verr), " ", v)
            case "version":
                base, err := module.PseudoVersionBase(a[1])
                t, terr := module.PseudoVersionTime(a[1])
                rev, _ := module.PseudoVersionRev(a[1])
                if terr != nil {
                    return fmt.Sprint(semver.Canonical(a[1]), " ", semver.Major(a[1]), " ", semver.MajorMinor(a[1]), " ", module.IsPseudoVersion(a[1]), " ", base, " ", ok(err), " ", rev, " none")
                }
                return fmt.Sprint(semver.Canonical(a[1]), " ", semver.Major(a[1]), " ", semver.MajorMinor(a[1]), " ", module.IsPseudoVersion(a[1]), " ", base, " ", ok(err), " ", rev, " ", t.Unix())
            case "compare":
                return fmt.Sprint(semver.Compare(a[1], a[2]))
            case "major":
                _, m, _ := module.SplitPathVersion(a[1])
                return fmt.Sprint(module.MatchPathMajor(a[2], m))
            case "glob":
                _, err := path.Match(a[1], "")
                return ok(err)
            case "patterns":
                return fmt.Sprint(module.MatchPrefixPatterns(a[1], a[2]))
            }
            return "unknown"
        }

        func main() {
            f, err := os.Open(os.Args[1])
            if err != nil {
                panic(err)
            }
            var questions [][]string
            if err := json.NewDecoder(f).Decode(&questions); err != nil {
                panic(err)
            }
            w := bufio.NewWriter(os.Stdout)
            for _, q := range questions {
                fmt.Fprintln(w, answer(q))
            }
            w.Flush()
        }
        """;

    /// <summary>One answer for each question; a question is a verb and its arguments.</summary>
    public static async Task<string[]> AskAsync(IReadOnlyList<string[]> questions)
    {
        var library = Path.Combine(GoCommand.RequireSources(), "cmd", "vendor", "golang.org", "x", "mod");
        using var go = GoCommand.RequireOrSkip();
        var home = go.Home;
        foreach (var package in new[] { "module", "semver", "internal/lazyregexp" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(library, package), "*.go"))
            {
                home.Write($"x/{package}/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file));
            }
        }

        home.Write("x/go.mod", "module golang.org/x/mod\n\ngo 1.17\n");
        home.Write("x/oracle/main.go", Program);
        var input = home.Write("questions.json", JsonSerializer.Serialize(questions));
        var result = await go.RunOrFailAsync(home["x"], "run", "./oracle", input);
        var answers = result.Output.Split('\n')[..^1];
        Assert.Equal(questions.Count, answers.Length);
        return answers;
    }
}
