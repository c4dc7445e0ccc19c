namespace Sluice.Doctor.Reports;

/// <summary>The style sheet of the page.</summary>
internal static class HtmlStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --text: #1d2530; --soft: #5b6673; --back: #ffffff; --card: #f4f6f8; --line: #d9dee4; --ok: #1a7f4b; --warning: #9a6700; --problem: #b42318; --bar: #3b6fb6; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e8ee; --soft: #9aa5b1; --back: #14181d; --card: #1d232a; --line: #343c46; --ok: #4cc38a; --warning: #e0a53c; --problem: #f2776b; --bar: #6b9be0; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 0 0 .5rem; } h3 { font-size: .95rem; margin: 1rem 0 .3rem; color: var(--soft); }
        section { margin: 1.5rem 0; } .about { color: var(--soft); }
        .finding { background: var(--card); border-left: .3rem solid var(--warning); border-radius: .4rem; padding: 1rem 1.2rem; } .finding.problem { border-color: var(--problem); }
        .tags span { color: var(--soft); margin-right: .6rem; } code, pre { font: 13px/1.5 ui-monospace, Consolas, "Cascadia Mono", monospace; }
        pre { background: var(--back); border: 1px solid var(--line); border-radius: .3rem; padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); font-weight: normal; overflow-wrap: anywhere; }
        th[scope=row] { color: var(--soft); min-width: 12rem; } th[scope=col] { font-weight: 600; } details { margin: .4rem 0; } summary { cursor: pointer; font-weight: 600; }
        .mark { display: inline-block; width: 1.2em; } .ok { color: var(--ok); } .warning > .mark, .mark.warning, tr.warning { color: var(--warning); } .mark.problem, tr.problem { color: var(--problem); } .off { color: var(--soft); } tr.ok td:not(:first-child), tr.ok th { color: var(--text); }
        .timeline td:nth-child(2) { width: 50%; } .bar { height: .7rem; border-radius: .2rem; background: var(--bar); min-width: 2px; } .bar.off { background: var(--line); }

        """;
}
