using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.Cli.Output;
using Sluice.Doctor;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Lookups;
using Sluice.Doctor.Probes;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice doctor hosts</c>.</summary>
internal static class DoctorHostsCommand
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    public static DocumentedCommand Create(CliContext context)
    {
        var command = new DocumentedCommand("hosts", "Audit the hosts file, watch it, and keep entries for a while")
        {
            Details = "Entries of --add stand in a block of their own and carry their time; --clean takes away those that are over. What is changed can be taken back with sluice env undo.",
            Examples =
            [
                new("Is something hijacked", "sluice doctor hosts"),
                new("A way round broken DNS, for two hours", "sudo sluice doctor hosts --add proxy.golang.org=142.250.72.113 --for 2h"),
                new("What changed since it was good", "sluice doctor hosts --save-baseline && sluice doctor hosts --baseline"),
            ],
        };
        var flags = new HostsFlags(command, context);
        command.SetAction((parse, cancellationToken) => flags.RunAsync(parse, cancellationToken));
        return command;
    }

    private sealed class HostsFlags
    {
        private readonly CliContext _context;
        private readonly Option<string?> _baseline = new("--baseline") { HelpName = "FILE", Description = "Compare with a file that was known to be good (default what --save-baseline wrote)", Arity = ArgumentArity.ZeroOrOne };
        private readonly Option<bool> _save = new("--save-baseline") { Description = "Keep the file as it is as the baseline" };
        private readonly Option<bool> _watch = new("--watch") { Description = "Tell every change, until stopped; with --format json a line each" };
        private readonly Option<string?> _add = new("--add") { HelpName = "NAME=IP", Description = "Give a name an address for a while" };
        private readonly Option<string> _for = new("--for") { HelpName = "TIME", Description = "How long --add holds: 30m, 2h, 1d (default 2h)", DefaultValueFactory = _ => "2h" };
        private readonly Option<string?> _remove = new("--remove") { HelpName = "NAME", Description = "Take a name out, whoever entered it" };
        private readonly Option<bool> _clean = new("--clean") { Description = "Take away entries of --add that are over" };
        private readonly Option<bool> _all = new("--all") { Description = "With --clean: those that hold, too" };
        private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and change nothing" };
        private readonly Option<OutputFormat> _format = CommandOptions.Format();
        private readonly Option<Language> _language;

        public HostsFlags(DocumentedCommand command, CliContext context)
        {
            _context = context;
            _language = CommandOptions.Language(context.Variables);
            foreach (var option in (Option[])[_baseline, _save, _watch, _add, _for, _remove, _clean, _all, _dryRun, _format, _language])
            {
                command.Add(option);
            }
        }

        public async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
        {
            var host = _context.OpenHost(_context);
            var page = Page.Of(_context, parse.GetValue(_language));
            if (parse.GetValue(_watch))
            {
                return await WatchAsync(host, parse, page, cancellationToken);
            }

            if (parse.GetValue(_clean))
            {
                return await ChangeAsync(host, HostsAudit.PlanClean(host, parse.GetValue(_all)), parse, page, cancellationToken);
            }

            if (parse.GetValue(_remove) is { } name)
            {
                return await ChangeAsync(host, new Fix.RemoveHostsEntries(name, new($"takes {name} out of the hosts file", $"从 hosts 文件中去掉 {name}")), parse, page, cancellationToken);
            }

            if (parse.GetValue(_add) is { } entry)
            {
                var equals = entry.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || ReadMinutes(parse.GetValue(_for)!) is not { } minutes)
                {
                    _context.Complain("sluice doctor hosts: want --add NAME=IP --for 30m, 2h or 1d, a week at most");
                    return ExitCodes.Usage;
                }

                var fix = new Fix.SetHostsEntry(entry[..equals], entry[(equals + 1)..], minutes, new($"gives {entry[..equals]} an address in the hosts file for a while", $"在 hosts 文件中临时指定 {entry[..equals]} 的地址"));
                return await ChangeAsync(host, fix, parse, page, cancellationToken);
            }

            return Audit(host, parse, page);
        }

        private int Audit(DoctorHost host, ParseResult parse, Page page)
        {
            var isGiven = parse.GetResult(_baseline) is { Implicit: false };
            var baseline = parse.GetValue(_baseline) is { Length: > 0 } file ? Path.GetFullPath(file, _context.WorkingDirectory) : HostsAudit.DefaultBaseline(host);
            if (parse.GetValue(_save))
            {
                return Save(host, baseline, page);
            }

            if (isGiven && (baseline is null || !File.Exists(baseline)))
            {
                _context.Complain($"sluice doctor hosts: there is no baseline {baseline}", "sluice doctor hosts --save-baseline");
                return ExitCodes.Usage;
            }

            var report = HostsAudit.Run(host, isGiven ? baseline : null);
            DoctorSideCommands.Print(_context, parse.GetValue(_format), report, text => HostsOutput.Write(page, text, _context.Time.GetUtcNow()));
            return DoctorSideCommands.CodeOf(report.Severity);
        }

        private int Save(DoctorHost host, string? baseline, Page page)
        {
            if (baseline is null)
            {
                _context.Complain("sluice doctor hosts: no variable tells the home folder", "name a file: --baseline FILE --save-baseline");
                return ExitCodes.Usage;
            }

            try
            {
                HostsAudit.SaveBaseline(host, baseline);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _context.Complain($"sluice doctor hosts: {exception.Message}");
                return ExitCodes.Problems;
            }

            page.Line(page.Say($"kept as {baseline}", $"已保存为 {baseline}"));
            return ExitCodes.Fine;
        }

        private async Task<int> ChangeAsync(DoctorHost host, Fix fix, ParseResult parse, Page page, CancellationToken cancellationToken) =>
            await ChangeAsync(host, await new FixPlanner(host).PlanAsync(fix, cancellationToken), parse, page, cancellationToken);

        private async Task<int> ChangeAsync(DoctorHost host, FixPlan plan, ParseResult parse, Page page, CancellationToken cancellationToken)
        {
            var report = PlanReport.Of(plan);
            string? id = null;
            if (plan.State == PlanState.Ready && !parse.GetValue(_dryRun))
            {
                try
                {
                    id = (await new FixApplier(host).ApplyAsync(plan, cancellationToken)).Id;
                }
                catch (FixException exception)
                {
                    _context.Complain($"sluice doctor hosts: {exception.Message}", "nothing was changed");
                    return ExitCodes.Problems;
                }
            }

            DoctorSideCommands.Print(_context, parse.GetValue(_format), report with { JournalId = id }, text => HostsOutput.WriteChange(page, text));
            return plan.State is PlanState.Ready or PlanState.NothingToDo ? ExitCodes.Fine : ExitCodes.Problems;
        }

        private async Task<int> WatchAsync(DoctorHost host, ParseResult parse, Page page, CancellationToken cancellationToken)
        {
            _context.Say(page.Say("watching the hosts file; stop with Ctrl-C", "正在监视 hosts 文件；按 Ctrl-C 停止"));
            await HostsAudit.WatchAsync(host, WatchInterval, change =>
            {
                if (parse.GetValue(_format) == OutputFormat.Json)
                {
                    _context.Out.WriteLine(SideJson.Line(change));
                }
                else
                {
                    HostsOutput.Write(page, change);
                }

                _context.Out.Flush();
            }, cancellationToken);
            return ExitCodes.Fine;
        }

        /// <summary><c>90m</c>, <c>2h</c>, <c>1d</c>; null for others.</summary>
        private static int? ReadMinutes(string text)
        {
            var unit = text.Length > 1 ? text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, _ => 0 } : 0;
            return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_080 ? number * unit : null;
        }
    }
}
