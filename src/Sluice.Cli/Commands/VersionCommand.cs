using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Sluice.Api;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>Version of Sluice without the commit: <c>0.1.0</c>.</summary>
    public static string ProductVersion => Split(Informational).Version;

    private static string Informational =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static DocumentedCommand Create(CliContext context)
    {
        var format = CommandOptions.Format();
        var command = new DocumentedCommand("version", "Print the version of sluice and of what it runs on")
        {
            Examples = [new("For a script", "sluice version --format json")],
        };
        command.Add(format);
        command.SetAction(parse => Run(context, parse.GetValue(format)));
        return command;
    }

    public static int Run(CliContext context, OutputFormat format)
    {
        var (version, commit) = Split(Informational);
        var report = new VersionReport(version, commit, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(context.Out, report, SluiceJsonContext.Default.VersionReport);
            return ExitCodes.Fine;
        }

        context.Out.WriteLine($"sluice {report.Version}{(report.Commit is null ? "" : $" ({report.Commit[..Math.Min(12, report.Commit.Length)]})")}, {report.Runtime}, {report.Platform}");
        return ExitCodes.Fine;
    }

    /// <summary>The compiler writes <c>VERSION+COMMIT</c>.</summary>
    private static (string Version, string? Commit) Split(string text) =>
        text.IndexOf('+') is var plus && plus < 0 ? (text, null) : (text[..plus], text[(plus + 1)..]);
}

/// <summary><c>sluice --version</c>.</summary>
internal sealed class VersionAction(CliContext context) : SynchronousCommandLineAction
{
    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult) => VersionCommand.Run(context, OutputFormat.Text);
}
