using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Configuration;

public sealed class MistakeTests
{
    /// <summary>A file, and the start of the one problem that it has.</summary>
    public static TheoryData<string, string> SingleMistakes => new()
    {
        { "lissten: :80", "1:1: error: there is no setting \"lissten\"; did you mean listen?" },
        { "listTtl: 5m", "1:1: error: there is no setting \"listTtl\"; did you mean cache.listTtl?" },
        { "cache:\n  lisTtl: 5m", "2:3: error: cache: there is no setting \"lisTtl\"; did you mean cache.listTtl?" },
        { "cache.listTtl: 5m", "1:1: error: there is no setting \"cache.listTtl\"; write it nested: cache: { listTtl: … }" },
        { "colour: red", "1:1: error: there is no setting \"colour\"; known here are listen, tls, basePath" },
        { "data:", "1:1: error: data: has no value; remove the line to have the default, ./sluice-data" },
        { "data: [a]", "1:7: error: data: holds a list and wants one value" },
        { "data: { a: b }", "1:7: error: data: holds keys below it and wants one value" },
        { "listen: [{ a: b }]", "1:9: error: listen: holds a list of something other than texts" },
        { "listen: 3000", "1:9: error: listen: \"3000\" has no port; write addresses" },
        { "listen: ':70000'", "1:9: error: listen: \":70000\" does not end in a port" },
        { "listen: a.example:80", "1:9: error: listen: \"a.example:80\": \"a.example\" is no IP address" },
        { "listen: https://127.0.0.1:80", "1:9: error: listen: https://127.0.0.1:80 needs a certificate" },
        { "listen: '::1:80'", "1:9: error: listen: \"::1:80\" wants brackets" },
        { "listen: [':80', ':80']", "1:9: error: listen: :80 stands there twice" },
        { "basePath: mod", "1:11: error: basePath: \"mod\" does not start with a slash" },
        { "basePath: /a/../b", "1:11: error: basePath: \"/a/../b\" holds an element" },
        { "upstreams: ftp://a.example", "1:12: error: upstreams: invalid proxy URL" },
        { "upstreams: ','", "1:12: error: upstreams: the list contains no entries" },
        { "sumdb: sum.corp.example", "1:8: error: sumdb: \"sum.corp.example\": an unknown database needs its key" },
        { "sumdb: a+b+c", "1:8: error: sumdb: \"a+b+c\": malformed key" },
        { "private: https://git.corp.example", "1:10: error: private: \"https://git.corp.example\" holds a URL" },
        { "private: 'a[b'", "1:10: error: private: malformed pattern" },
        { "zipRules: refues", "1:11: error: zipRules: \"refues\" is not one of the words (did you mean \"refuse\"?)" },
        { "network: on", "1:10: error: network: is a section and holds a value" },
        { "network: { proxy: socks5://a.example }", "1:19: error: network.proxy: \"socks5://a.example\" is no forward proxy" },
        { "network: { proxy: http://a.example/x }", "1:19: error: network.proxy: \"http://a.example/x\" has a path" },
        { "network: { caBundle: missing.pem }", "1:22: error: network.caBundle: " },
        { "network: { netrc: missing }", "1:19: error: network.netrc: " },
        { "network: { hosts: [{ host: 'http://a' }] }", "1:28: error: network.hosts[0].host: \"http://a\" is no host name" },
        { "network: { hosts: [{ host: a }, { host: A }] }", "1:41: error: network.hosts[1].host: the entry in line 1 is for A too" },
        { "limits: { connectTimeout: 60 }", "1:27: error: limits.connectTimeout: \"60\" has no unit; write a duration from 100ms to 5m, for example 10s" },
        { "limits: { connectTimeout: 99ms }", "1:27: error: limits.connectTimeout: 99ms is too short" },
        { "limits: { connectTimeout: 5m1ms }", "1:27: error: limits.connectTimeout: 5m1ms is too long" },
        { "limits: { connectTimeout: 5 parsecs }", "1:27: error: limits.connectTimeout: \"5 parsecs\" is no duration" },
        { "limits: { maxConnections: 0 }", "1:27: error: limits.maxConnections: 0 is too small; write a whole number from 1 to 1000" },
        { "limits: { maxConnections: 1001 }", "1:27: error: limits.maxConnections: 1001 is too big" },
        { "limits: { maxConnections: many }", "1:27: error: limits.maxConnections: \"many\" is no whole number" },
        { "limits: { fetchTimeout: 5s, responseTimeout: 10s }", "1:46: warning: limits.responseTimeout: 10s is never reached, since limits.fetchTimeout is 5s" },
        { "cache: { memory: 32 }", "1:18: error: cache.memory: \"32\" has no unit" },
        { "cache: { memory: 1048575B }", "1:18: error: cache.memory: 1048575B is too small" },
        { "cache: { memory: 99999999999999999999GiB }", "1:18: error: cache.memory: \"99999999999999999999GiB\" is no size" },
        { "log: { level: loud }", "1:15: error: log.level: \"loud\" is not one of the words" },
        { "tls: { certificate: pem }", "1:21: error: tls.certificate: needs tls.key too" },
        { "tls: { key: pem }", "1:13: error: tls.key: needs tls.certificate too" },
        { "tls: { certificate: empty, key: pem }", "1:21: error: tls.certificate: \"empty\" holds no certificate" },
        { "tls: { certificate: pem, key: empty }", "1:31: error: tls.key: \"empty\" holds no private key" },
        { "tls: { certificate: pem, key: other }", "1:31: error: tls.key: does not belong to the certificate" },
        { "network: { caBundle: broken }", "1:22: error: network.caBundle: \"broken\" holds a malformed certificate" },
        { "data: pem", "1:7: error: data: \"pem\" is a file" },
        { "data: ~/store", "1:7: error: data: \"~/store\": only shells know the tilde" },
        { "data: a\ndata: b", "2:1: error: data: this key stands in line 1 already" },
        { "routes: x", "1:9: error: routes: is no list; write entries that start with `- name:`" },
        { "routes: [x]", "1:10: error: routes[0]: is no entry with keys" },
        { "routes: [{ name: a, match: b }]", "1:10: error: routes[0].upstreams: is missing" },
        { "routes: [{ name: a, match: '', upstreams: direct }]", "1:10: error: routes[0].match: matches nothing" },
        { "routes: [{ name: a, match: b, upstreams: off, enabeld: no }]", "1:47: error: routes[0]: there is no setting \"enabeld\"; did you mean enabled?" },
        { "routes: [{ name: a, match: b, upstreams: off, enabled: yes }]", "1:56: error: routes[0].enabled: \"yes\" is neither true nor false" },
        { "routes:\n- { name: a, match: b, upstreams: off }\n- { name: A, match: c, upstreams: off }", "3:11: error: routes[1].name: the route in line 2 is called \"A\" too" },
        { "vcs: { allow: 'public:cvs' }", "1:15: error: vcs.allow: \"cvs\" is no kind of version control" },
        { "sshKeys: [{ host: 'a:22' }]", "1:19: error: sshKeys[0].host: \"a:22\" is no host" },
        { "sshKeys: [{ host: a, key: empty }]", "1:27: error: sshKeys[0].key: \"empty\" holds no private key" },
        { "sshKeys: [{ host: a, knownHosts: nowhere }]", "1:34: error: sshKeys[0].knownHosts: " },
        { "sshKeys: [{ host: a/b }, { host: A/b/ }]", "1:34: error: sshKeys[1].host: the key in line 1 is for A/b/ too" },
        { "githubApps: [{ host: github.com/acme, appId: 1, installationId: x, key: rsa }]", "1:65: error: githubApps[0].installationId: \"x\" is no number" },
        { "githubApps: [{ host: github.com, appId: 'a/b', installationId: 2, key: rsa }]", "1:41: error: githubApps[0].appId: \"a/b\" is neither a number nor a client id" },
        { "githubApps: [{ host: github.com, appId: 1, installationId: 2, key: empty }]", "1:68: error: githubApps[0].key: \"empty\" holds no RSA private key" },
        { "githubApps: [{ host: github.com, appId: 1, installationId: 2, key: rsa, api: 'http://ghe.example/api' }]", "1:78: error: githubApps[0].api: \"http://ghe.example/api\" is no https URL" },
        { "origins: [{ path: a.b/c }]", "1:11: error: origins[0].url: is missing" },
        { "origins: [{ path: /x, url: 'https://h/r' }]", "1:19: error: origins[0].path: \"/x\" is no module path" },
        { "origins: [{ path: a.b/c, url: 'file:///r' }]", "1:31: error: origins[0].url: \"file:///r\": " },
        { "origins: [{ path: a.b/c, url: 'https://u:p@h/r' }]", "1:31: error: origins[0].url: \"https://***@h/r\": a password does not belong into a URL" },
        { "origins: [{ path: a.b/c, url: '--upload-pack=x' }]", "1:31: error: origins[0].url: \"--upload-pack=x\": this is no URL of a repository" },
        { "origins: [{ path: a.b/c, url: 'https://h/r', vcs: bzr }]", "1:51: error: origins[0].vcs: Bazaar is not supported" },
        { "origins: [{ path: a.b/c, url: 'https://h/r', subdir: ../x }]", "1:54: error: origins[0].subdir: \"../x\" is no folder" },
        { "origins:\n- { path: a.b/c, url: 'https://h/r' }\n- { path: a.b/c, url: 'https://h/s' }", "3:11: error: origins[1].path: the origin in line 2 is for a.b/c too" },
        { "credentials: [{ host: a, password: hunter2 }]", "1:26: error: credentials[0].password: a password does not belong into the configuration" },
        { "credentials: [{ host: a, password: { file: a, env: b } }]", "1:26: error: credentials[0].password: does not name one file or one variable" },
        { "credentials: [{ host: a, password: { env: NONE } }]", "1:43: error: credentials[0].password.env: the environment has no variable \"NONE\"" },
        { "credentials: [{ host: a, password: { file: empty } }]", "1:44: error: credentials[0].password.file: file \"empty\" is empty" },
        { "credentials: [{ host: 'https://a', password: { file: pem } }]", "1:23: error: credentials[0].host: \"https://a\" is no host" },
        { "credentials: [{ host: a/b, password: { file: pem } }, { host: A/b/, password: { file: pem } }]", "1:63: error: credentials[1].host: the credentials in line 1 are for A/b too" },
        { "credentials: [{ host: a, username: 'b:c', password: { file: pem } }]", "1:36: error: credentials[0].username: a user name with a colon" },
        { "sumlog: { match: a }", "1:18: error: sumlog.match: needs sumlog.name too" },
        { "sumlog: { key: { file: pem } }", "1:24: error: sumlog.key.file: needs sumlog.name too" },
        { "private: a\nsumlog: { name: sum.corp }", "2:17: error: sumlog.name: needs its key; name one of sumlog.passphrase.file" },
        { "private: a\nsumlog: { name: sum.corp, key: { file: pem }, passphrase: { file: pem } }", "2:17: error: sumlog.name: has 2 secrets: sumlog.passphrase.file, sumlog.key.file" },
        { "sumlog: { name: sum.corp, key: { file: pem } }", "1:17: error: sumlog.name: would record no module" },
        { "private: a\nsumlog: { name: sum.golang.org, key: { file: pem } }", "2:17: error: sumlog.name: sum.golang.org and sumdb's sum.golang.org cannot be told apart" },
        { "private: a\nsumlog: { name: sum.golang.org/own, key: { file: pem } }", "2:17: error: sumlog.name: sum.golang.org/own and sumdb's sum.golang.org cannot be told apart" },
        { "private: a\nsumlog: { name: a b, key: { file: pem } }", "2:17: error: sumlog.name: \"a b\" is no name of a checksum database" },
        { "private: a\nsumlog: { name: sum.corp, passphrase: { file: empty } }", "2:47: error: sumlog.passphrase.file: file \"empty\" is empty" },
        { "private: a\nsumlog: { name: sum.corp, passphrase: { env: NONE } }", "2:46: error: sumlog.passphrase.env: the environment has no variable \"NONE\"" },
        { "data: &a x", "1:7: error: data: the anchor &a is not read" },
        { "data: *a", "1:7: error: data: the alias *a is not read" },
        { "data: !!str x", "1:7: error: data: the tag " },
        { "- data", "1:1: error: the file does not consist of settings" },
        { "data: a\n---\ndata: b", "2:1: error: a second document starts here" },
        { "data: a\n\tlisten: b", "2:1: error: this is not YAML" },
        { "data: 'a", "1:7: error: this is not YAML" },
        { "[a]: b", "1:1: error: a key is not a plain word" },
    };

    [Theory]
    [MemberData(nameof(SingleMistakes))]
    public void Every_mistake_is_found_where_it_stands(string yaml, string problem)
    {
        using var fixture = new ConfigurationFixture(yaml);
        fixture.Write("pem", TestPem.Pair);
        fixture.Write("other", TestPem.Create());
        fixture.Write("broken", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
        fixture.Write("empty", "\n");
        fixture.Write("rsa", TestPem.RsaKey);

        var result = fixture.Load();

        var found = Assert.Single(result.Problems);
        Assert.StartsWith("sluice.yaml:" + problem, found.ToString());
        Assert.Equal(found.Severity == ProblemSeverity.Error, result.Settings is null);
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_order_of_their_places()
    {
        using var fixture = new ConfigurationFixture(
            """
            lissten: :80
            tls: { key: nowhere.pem }
            limits:
              stallTimeout: soon
              stallTimeout: 5s
            routes:
              - name: a
                upstreams: gopher://x
            """);
        fixture.Environment["SLUICE_LOG_LEVEL"] = "loud";
        fixture.Environment["SLUICE_LISTTTL"] = "5s";
        fixture.Flags["listen"] = "nowhere";

        Assert.Equal(
            [
                "sluice.yaml:1:1", "sluice.yaml:2:13", "sluice.yaml:2:13", "sluice.yaml:4:17", "sluice.yaml:5:3", "sluice.yaml:7:5", "sluice.yaml:8:16",
                "environment SLUICE_LISTTTL", "environment SLUICE_LOG_LEVEL", "flag --listen",
            ],
            fixture.Load().Problems.Select(problem => problem.Origin.Location));
    }

    [Theory]
    [InlineData("SLUICE_LISTN", "did you mean SLUICE_LISTEN?")]
    [InlineData("SLUICE_ROUTES", "write routes into the configuration file")]
    [InlineData("SLUICE_WHATEVER", "docs/reference/settings.md")]
    [InlineData("sluice_data", "did you mean SLUICE_DATA?")]
    public void An_unknown_variable_is_a_warning(string name, string remedy)
    {
        using var fixture = new ConfigurationFixture();
        fixture.Environment[name] = "x";

        var result = fixture.Load();

        Assert.Contains(remedy, Assert.Single(result.Problems).ToString());
        Assert.NotNull(result.Settings);
    }

    [Fact]
    public void A_variable_that_holds_a_password_is_no_mistake()
    {
        using var fixture = new ConfigurationFixture("credentials: [{ host: a, password: { env: SLUICE_TOKEN } }]");
        fixture.Environment["SLUICE_TOKEN"] = "x";

        fixture.LoadValid();
    }

    [Fact]
    public void A_named_file_that_is_not_there_is_an_error()
    {
        using var fixture = new ConfigurationFixture { ConfigFile = "gone.yaml" };

        Assert.StartsWith("flag --config: error: the configuration file ", Assert.Single(fixture.LoadProblems()));
    }

    [Fact]
    public void A_file_may_have_a_mebibyte_and_no_byte_more()
    {
        const string Setting = "sumdb: off\n#";
        using var fixture = new ConfigurationFixture(Setting + new string('x', (1024 * 1024) - Setting.Length));
        Assert.Equal("off", fixture.LoadValid().SumDb);

        File.AppendAllText(Path.Combine(fixture.Root, "sluice.yaml"), "x");
        Assert.Contains("is larger than 1MiB", Assert.Single(fixture.LoadProblems()));
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_an_error()
    {
        using var fixture = new ConfigurationFixture();
        File.WriteAllBytes(Path.Combine(fixture.Root, "sluice.yaml"), [0x64, 0x3a, 0x20, 0xff]);

        Assert.Contains("is not UTF-8", Assert.Single(fixture.LoadProblems()));
    }

    [Theory]
    [InlineData("a: [", "]")]
    [InlineData("a: {b: ", "}")]
    public void Deep_nesting_is_cut(string open, string close)
    {
        var yaml = "x: " + string.Concat(Enumerable.Repeat(open.Replace("a: ", ""), 5000)) + string.Concat(Enumerable.Repeat(close, 5000));
        using var fixture = new ConfigurationFixture(yaml);

        Assert.Contains(fixture.LoadProblems(), problem => problem.Contains("nested more than 16 levels"));
    }

    [Fact]
    public void Random_edits_of_a_file_give_problems_and_never_exceptions()
    {
        const string Seed = "listen: [':80']\nroutes:\n  - name: a\n    match: b\nlimits: { stallTimeout: 5s }\ncredentials: [{ host: a, password: { env: X } }]\n";
        const string Bits = ":[]{}-#'\"\n\t &*!|>%@,?ab0\u0000\u00e9";
#pragma warning disable RS0030 // A fixed seed: the same edits in every run.
        var random = new Random(20_261);
#pragma warning restore RS0030
        using var fixture = new ConfigurationFixture();
        for (var i = 0; i < 1000; i++)
        {
            var text = Seed.ToCharArray();
            for (var edit = 0; edit < 3; edit++)
            {
                text[random.Next(text.Length)] = Bits[random.Next(Bits.Length)];
            }

            fixture.Write("sluice.yaml", new string(text));
            var result = fixture.Load();
            Assert.Equal(result.Problems.Any(problem => problem.Severity == ProblemSeverity.Error), result.Settings is null);
        }
    }
}
