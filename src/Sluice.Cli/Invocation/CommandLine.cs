using System.CommandLine;
using Sluice.Cli.Commands;
using Sluice.Core.Ports;
using Sluice.Server.Configuration;

namespace Sluice.Cli.Invocation;

/// <summary>Runs a command line from its words to its exit code. The outermost boundary: nothing is thrown past it.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        var help = new HelpWriter(context);
        var root = CommandTree.Create(context, help);

        // Without response files: the @ of modules is not the @ of files.
        var parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0 && parse.Action is not HelpWriter)
        {
            return UsageErrors.Print(parse, context);
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.Out,
            Error = context.Error,
        };
        try
        {
            return await parse.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Complain("sluice: stopped");
            return ExitCodes.Interrupted;
        }
        catch (UnusableSettingException exception)
        {
            context.Complain($"sluice: {exception.Message}");
            return ExitCodes.Usage;
        }
        catch (StoreException exception)
        {
            context.Complain($"sluice: {exception.Fault}", exception.InnerException?.Message ?? exception.Fault.Code.Remedy);
            return ExitCodes.Problems;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            context.Complain("sluice: this is a bug in sluice; please report it with the lines below", exception.ToString());
            return ExitCodes.InternalError;
        }
    }
}
