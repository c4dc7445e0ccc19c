using System.Globalization;
using System.Reflection;
using System.Text;
using Sluice.Core.Faults;

namespace Sluice.Server.Http;

/// <summary>Writes the reference page of faults from the register.</summary>
public static class FaultReference
{
    private const string Introduction = """
        # Faults

        <!-- Made from the register of faults; a test holds them together and says how to make this page anew. -->

        Every answer that is no success carries one of these ids: in its text, in the log line (`fault`) and in `--format json`. An
        id is never used for something else. Only 404 and 410 make a go command go on to its next source, so only proven absence has them.

        | id | status | what happened | what to do |
        | --- | --- | --- | --- |

        """;

    /// <summary>The page, Markdown, with line feeds.</summary>
    public static string Render()
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var code in All().OrderBy(code => code.Id, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{code.Id}` | {FaultResponse.StatusOf(code.Kind)} | {Escape(code.Text)} | {Escape(code.Remedy)} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<FaultCode> All() =>
        typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<FaultCode>();

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
