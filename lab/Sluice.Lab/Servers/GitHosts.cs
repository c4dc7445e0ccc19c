using Sluice.Lab.Worlds;

namespace Sluice.Lab.Servers;

/// <summary>
/// github.com and git.corp.example: nginx with git's own HTTP backend, and sshd for the latter. At git.corp.example everything below <c>/team/</c> wants the login
/// <c>dev</c>/<c>secret</c>; go-import tags are answered without one.
/// </summary>
internal sealed class GitHosts : IAsyncDisposable
{
    private readonly Undo _undo = new();
    private LabServer? _nginx;

    private GitHosts(string root) => Root = root;

    /// <summary>The folder of the repositories, one folder a host.</summary>
    public string Root { get; }

    /// <summary>The line of known_hosts for git.corp.example.</summary>
    public string KnownHost { get; private set; } = "";

    /// <summary>The private key that git.corp.example accepts.</summary>
    public string ClientKey { get; private set; } = "";

    /// <summary>Makes the repositories of the lab's modules and starts the servers.</summary>
    public static async Task<GitHosts> StartAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var hosts = new GitHosts(Directory.CreateDirectory(world.At("repositories")).FullName);
        try
        {
            await Task.WhenAll(
                Repositories.WriteAsync(world.Modules, hosts.Root, cancellationToken),
                hosts.StartNginxAsync(world, cancellationToken),
                hosts.StartSshAsync(world, cancellationToken));
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_nginx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _undo.DisposeAsync();
    }

    /// <summary>Restarts nginx with certificates of another time.</summary>
    public async Task MoveAsync(LabWorld world, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await (_nginx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await ServeAsync(world, at, cancellationToken);
    }

    private async Task StartNginxAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(world.At("nginx")).FullName;
        var socket = Path.Combine(folder, "cgi.sock");
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), Config(folder, socket));
        await Tool.ShellAsync($"htpasswd -bc {folder}/passwd dev secret 2>/dev/null", cancellationToken);
        _undo.Own(world.Serve(Places.Git, "fcgiwrap", "fcgiwrap", "-f", "-c", "3", "-s", $"unix:{socket}"));
        await ServeAsync(world, TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    private async Task ServeAsync(LabWorld world, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var folder = world.At("nginx");
        world.Authority.IssueTo(Path.Combine(folder, "github"), at, "github.com");
        world.Authority.IssueTo(Path.Combine(folder, "corp"), at, "git.corp.example");
        _nginx = world.Serve(Places.Git, "nginx", "nginx", "-c", Path.Combine(folder, "nginx.conf"), "-p", folder, "-e", "stderr");
        await _nginx.ListeningAsync(443, null, isUdp: false, cancellationToken);
    }

    private string Config(string folder, string socket) => $$"""
        user root;
        worker_processes 1;
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log stderr;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
          server {
            listen {{Net.Find("github.com")!.Address}}:443 ssl; server_name github.com;
            ssl_certificate {{folder}}/github.pem; ssl_certificate_key {{folder}}/github.key;
        {{Backend(socket, "github.com", "/", "")}}
          }
          server {
            listen {{Net.Find("git.corp.example")!.Address}}:443 ssl; server_name git.corp.example;
            ssl_certificate {{folder}}/corp.pem; ssl_certificate_key {{folder}}/corp.key;
            set $meta "";
            if ($query_string ~ "go-get=1") { set $meta "1"; }
            if ($uri ~ "^/nometa/") { set $meta "2"; }
            if ($meta = "1") { rewrite ^/([^/]+/[^/.]+) /_meta/$1 last; }
            if ($meta = "2") { return 200 "<html>no tags here</html>"; }
            location ~ ^/_meta/(?<repo>.+)$ {
              default_type text/html;
              return 200 '<meta name="go-import" content="git.corp.example/$repo git https://git.corp.example/$repo.git">';
            }
        {{Backend(socket, "git.corp.example", "/team/", $"auth_basic git; auth_basic_user_file {folder}/passwd;")}}
        {{Backend(socket, "git.corp.example", "/", "")}}
          }
        }

        """;

    /// <summary>The repository may be named with and without <c>.git</c>, as at GitHub. git looks at the owner of a repository; here everything is root's.</summary>
    private string Backend(string socket, string host, string path, string login) => $$"""
            location ~ ^{{path}}(?<name>.+?)(\.git)?(?<rest>/(info/refs|git-upload-pack|HEAD|objects/.*))$ {
              {{login}}
              gzip off;
              fastcgi_pass unix:{{socket}};
              fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
              fastcgi_param GIT_PROJECT_ROOT {{Root}}/{{host}}; fastcgi_param GIT_HTTP_EXPORT_ALL 1;
              fastcgi_param PATH_INFO {{path}}$name.git$rest;
              fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method; fastcgi_param CONTENT_TYPE $content_type;
              fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding; fastcgi_param GIT_PROTOCOL $http_git_protocol;
              fastcgi_param REMOTE_ADDR $remote_addr; fastcgi_param REMOTE_USER $remote_user;
            }
        """;

    private async Task StartSshAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(world.At("ssh")).FullName;
        await Tool.ShellAsync($"ssh-keygen -q -t ed25519 -N '' -C lab -f {folder}/host; ssh-keygen -q -t ed25519 -N '' -C lab -f {folder}/client; chmod 600 {folder}/host; mkdir -p /run/sshd", cancellationToken);
        KnownHost = "git.corp.example " + (await File.ReadAllTextAsync(Path.Combine(folder, "host.pub"), cancellationToken)).Trim() + "\n";
        ClientKey = await File.ReadAllTextAsync(Path.Combine(folder, "client"), cancellationToken);

        // An account git that exists in this namespace only. It is another name of root's, so that repositories need no owner of their own.
        var etc = world.Namespaces.EtcOf(Places.Git);
        await File.WriteAllTextAsync(Path.Combine(etc, "passwd"), await File.ReadAllTextAsync("/etc/passwd", cancellationToken) + $"git:x:0:0:git:{Root}/git.corp.example:/bin/sh\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(etc, "shadow"), "root:*:19000:0:99999:7:::\ngit:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd.conf"), $"""
            Port 22
            ListenAddress {Net.Find("git.corp.example")!.Address}
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/client.pub
            UsePAM no
            StrictModes no
            PermitRootLogin yes
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile {folder}/sshd.pid

            """, cancellationToken);
        var server = _undo.Own(world.Serve(Places.Git, "sshd", "/usr/sbin/sshd", "-D", "-e", "-f", Path.Combine(folder, "sshd.conf")));
        await server.ListeningAsync(22, null, isUdp: false, cancellationToken);
    }
}
