"""How long a module takes from a git repository: the go command in direct mode, and Sluice. See ../README.md."""

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BACKEND = "/usr/lib/git-core/git-http-backend"
NGINX = """
{user}daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_max_body_size 0; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port};
    location / {{
      fastcgi_pass unix:{folder}/cgi; fastcgi_buffering off;
      fastcgi_param SCRIPT_FILENAME {backend}; fastcgi_param GIT_PROJECT_ROOT {repositories}; fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param HOME {folder}; fastcgi_param PATH_INFO $uri; fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type; fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param GIT_PROTOCOL $http_git_protocol; fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
    }} }}
}}
"""
SIZES = {"warmup": (10, 2_000, 5), "small": (60, 4_000, 60), "large": (2_500, 9_000, 400)}  # files, bytes a file, commits


def main():
    parser = argparse.ArgumentParser(prog="bench/direct/run", description=__doc__)
    parser.add_argument("--sluice", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5, help="rounds; the median counts (default 5)")
    options = parser.parse_args()
    shared = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="sluice-direct-", dir=shared) as folder:
        Bench(options, folder).run()


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.processes = []
        self.times = {}

    def run(self):
        repositories = os.path.join(self.folder, "repositories")
        for name, (files, size, commits) in SIZES.items():
            make_repository(os.path.join(repositories, "bench", name), files, size, commits)
        try:
            self.serve(repositories)
            for number in range(self.options.rounds):
                print(f"round {number + 1} of {self.options.rounds}", file=sys.stderr)
                self.round()
        finally:
            self.end(self.processes)
        self.report()

    def serve(self, repositories):
        port = free_port()
        config = os.path.join(self.folder, "nginx.conf")
        user = "user root; " if os.getuid() == 0 else ""
        with open(config, "w") as file:
            file.write(NGINX.format(user=user, folder=self.folder, port=port, backend=BACKEND, repositories=repositories))
        self.start(["fcgiwrap", "-c", "4", "-s", f"unix:{self.folder}/cgi"])
        self.start(["nginx", "-e", f"{self.folder}/error.log", "-c", config])
        wait_for(port)
        # Both are told in the same way where github.com/bench is.
        self.config = os.path.join(self.folder, "gitconfig")
        with open(self.config, "w") as file:
            file.write(f'[url "http://127.0.0.1:{port}/bench/"]\n\tinsteadOf = https://github.com/bench/\n[safe]\n\tdirectory = *\n')
        with open(os.path.join(self.folder, ".gitconfig"), "w") as file:
            file.write("[safe]\n\tdirectory = *\n")

    def round(self):
        data = tempfile.mkdtemp(dir=self.folder)
        gateway, port = self.gateway(data)
        try:
            fetch(port, "warmup", "v1.0.0")
            fetch(port, "warmup", "v1.1.0")
            for name in ("small", "large"):
                cache = tempfile.mkdtemp(dir=self.folder)
                for version, label in (("v1.0.0", "cold"), ("v1.1.0", "second version")):
                    go = timed(lambda: self.go(cache, "direct", name, version))
                    sluice = timed(lambda: fetch(port, name, version))
                    self.times.setdefault(f"{name}, {label}", []).append((go, sluice))
                shutil.rmtree(cache)
        finally:
            self.end([gateway])
            shutil.rmtree(data)

    def gateway(self, data):
        port = free_port()
        command = [self.options.sluice, "serve", "--listen", f"127.0.0.1:{port}", "--data", data, "--upstreams", "direct", "--sumdb", "off", "--log-requests", "off"]
        process = subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, start_new_session=True)
        wait_for(port)
        return process, port

    def go(self, cache, proxy, name, version):
        environment = self.environment() | {
            "GOPROXY": proxy, "GOSUMDB": "off", "GOMODCACHE": cache, "GOFLAGS": "-modcacherw", "GOCACHE": os.path.join(self.folder, "gocache"), "GO111MODULE": "on"}
        subprocess.run(["go", "mod", "download", f"github.com/bench/{name}@{version}"], env=environment, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.folder, "GIT_CONFIG_GLOBAL": self.config, "GIT_CONFIG_NOSYSTEM": "1"}

    def start(self, command):
        self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, start_new_session=True))

    @staticmethod
    def end(processes):
        for process in processes:
            # With the children: those of fcgiwrap stay when it goes.
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(20)

    def report(self):
        print(f"{'question':24} {'go direct s':>12} {'sluice s':>9} {'ratio':>6}   least to most")
        for question, pairs in self.times.items():
            ratios = [sluice / go for go, sluice in pairs]
            go, sluice = (statistics.median(side) for side in zip(*pairs))
            print(f"{question:24} {go:12.3f} {sluice:9.3f} {statistics.median(ratios):6.2f}   {min(ratios):.2f} to {max(ratios):.2f}")


def make_repository(folder, files, size, commits):
    """A bare repository with a tag v1.N.0 on every tenth of its commits; each commit changes a few files."""
    os.makedirs(folder)
    run = lambda *arguments, **more: subprocess.run(["git", "-C", folder, *arguments], check=True, stdout=subprocess.DEVNULL, **more)
    run("init", "--quiet", "--bare", "--initial-branch=main")
    dice = random.Random(f"{files} {size}")
    text = lambda: "".join(f"// {dice.getrandbits(256):064x}\n" for _ in range(size // 68)).encode()
    stream = bytearray()
    name = os.path.basename(folder)
    for commit in range(commits):
        stream += b"commit refs/heads/main\ncommitter Bench <bench@example.com> %d +0000\ndata 1\nx\n" % (1_600_000_000 + commit)
        changed = range(files) if commit == 0 else dice.sample(range(files), max(1, files // 800))
        for number in changed:
            content = text()
            stream += b"M 100644 inline p%d/f%d.go\ndata %d\n" % (number % 50, number, len(content)) + content + b"\n"
        if commit == 0:
            content = f"module github.com/bench/{name}\n".encode()
            stream += b"M 100644 inline go.mod\ndata %d\n" % len(content) + content + b"\n"
        if commit % max(1, commits // 10) == commits // 20:
            tag = commit // max(1, commits // 10)
            stream += b"reset refs/tags/v1.%d.0\nfrom refs/heads/main\n\n" % tag
    run("fast-import", "--quiet", input=bytes(stream))
    run("repack", "-adq", "--write-bitmap-index")


def fetch(port, name, version):
    """Asks as a go command does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for extension in ("info", "mod", "zip"):
        connection.request("GET", f"/github.com/bench/{name}/@v/{version}.{extension}")
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{name}@{version}.{extension}: {answer.status}\n{body.decode(errors='replace')}")
    connection.close()


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port):
    for _ in range(3000):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit(f"nobody listens on port {port}")


if __name__ == "__main__":
    main()
