using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor.Lookups;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor dns</c>.</summary>
internal static class DoctorDnsCommand
{
    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("dns", "Ask every resolver for a name, and compare the answers")
        {
            Details = "The configured resolvers over UDP and TCP, well-known public ones, and some over HTTPS. Public resolvers learn the name: leave this away for names that are secret.",
            Examples = [new("Who lies about the proxy", "sluice doctor dns proxy.golang.org"), new("From the root, as dig +trace does", "sluice doctor dns goproxy.cn --deep")],
        };
        var name = new Argument<string>("NAME") { Description = "A host name" };
        var deep = new Option<bool>("--deep") { Description = "Walk from the root to the name's own servers, too, and ask public resolvers in every way" };
        var format = CommandOptions.Format();
        var language = CommandOptions.Language(context.Variables);
        command.Add(name);
        command.Add(deep);
        command.Add(format);
        command.Add(language);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var wanted = parse.GetRequiredValue(name).TrimEnd('.');
            if (Uri.CheckHostName(wanted) != UriHostNameType.Dns)
            {
                context.Complain($"sluice doctor dns: \"{wanted}\" is no host name", "write a name alone, without scheme and port");
                return ExitCodes.Usage;
            }

            var report = await DnsComparison.RunAsync(context.OpenHost(context), wanted, parse.GetValue(deep), cancellationToken);
            DoctorSideCommands.Print(context, parse.GetValue(format), report, text => DnsOutput.Write(Page.Of(context, parse.GetValue(language)), text));
            return DoctorSideCommands.CodeOf(report.Severity);
        });
        return command;
    }
}
