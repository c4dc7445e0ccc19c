"""Asks a gateway and nginx the same questions, in turn, and prints the ratios. Started by ./run; ../README.md says how to read it."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import clients
import fixture as fixtures
import servers

MIB = 1 << 20
GIB = 1 << 30
MIX = {"info": 30, "mod": 36, "zip": 22, "list": 9, "latest": 3}  # requests in a hundred, as a cold `go mod download` asks
STORM = 200


class Results:
    """Figures by question and server; a ratio is taken inside one round."""

    def __init__(self):
        self.rows = {}

    def add(self, question, unit, nginx, sluice):
        self.rows.setdefault((question, unit), []).append((nginx, sluice))

    def print(self):
        print(f"\n{'question':<34}{'nginx':>12}{'sluice':>12}{'sluice/nginx':>16}   {'(least to most)':<16}")
        for (question, unit), pairs in self.rows.items():
            ours = statistics.median(sluice for _, sluice in pairs)
            line = f"{question + ', ' + unit:<34}"
            if any(nginx is None for nginx, _ in pairs):
                print(f"{line}{'-':>12}{_number(ours):>12}")
                continue
            theirs = statistics.median(nginx for nginx, _ in pairs)
            ratios = sorted(sluice / nginx for nginx, sluice in pairs if nginx)
            ratio = f"{statistics.median(ratios):.2f}" if ratios else "-"
            spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})" if ratios else ""
            print(f"{line}{_number(theirs):>12}{_number(ours):>12}{ratio:>16}   {spread}")


class Bench:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.results = Results()
        self.fixture = fixtures.make(work)
        self.ends = time.monotonic() + options.budget
        self.rest = 0  # resident bytes of the gateway of this round, before any load

    def run(self):
        with servers.start_nginx(self.work, "upstream", self.fixture.root, workers=1, kind=servers.Upstream, log=True) as upstream, \
                servers.start_nginx(self.work, "nginx", self.fixture.root) as nginx:
            probe = self.fixture.documents["info"][0]
            upstream.wait_for(probe)
            nginx.wait_for(probe)
            for number in range(self.options.rounds):
                if number > 0 and time.monotonic() > self.ends:
                    say(f"the time is over ({self.options.budget} s): {number} of {self.options.rounds} rounds")
                    break
                say(f"round {number + 1}")
                self._round(number, upstream, nginx)
        self.results.print()

    def _round(self, number, upstream, nginx):
        asked = upstream.count_of(self.fixture.storm)
        with servers.start_sluice(self.work, self.options.sluice, upstream, self.options.log_requests) as sluice:
            self._start(sluice)
            self._cold(number, nginx, sluice)
            self._storm(number, nginx, sluice)
            self.results.add("storm, upstream zip requests", "count", None, upstream.count_of(self.fixture.storm) - asked)
            self._warm(number, nginx, sluice)
            self._memory(number, nginx, sluice)
            self._go(number, nginx, sluice)

    def _start(self, sluice):
        self.results.add("start to first 200", "ms", None, 1000 * sluice.wait_for(self.fixture.documents["info"][0]))
        self.results.add("start, cpu", "ms", None, 1000 * sluice.processor_seconds())
        self.rest = sluice.resident_bytes()
        self.results.add("memory at rest", "MiB", None, self.rest / MIB)

    def _in_turn(self, number, nginx, sluice, measure):
        """Measures both, the one first in even rounds, the other first in odd ones."""
        figures = {}
        for server in (nginx, sluice) if number % 2 == 0 else (sluice, nginx):
            before = server.processor_seconds()
            figures[server] = measure(server), server.processor_seconds() - before
        return figures[nginx], figures[sluice]

    def _add(self, question, pair):
        (nginx, nginx_cpu), (sluice, sluice_cpu) = pair
        self.results.add(question, "s", nginx, sluice)
        self.results.add(question, "cpu s", nginx_cpu, sluice_cpu)

    def _cold(self, number, nginx, sluice):
        nginx, sluice = self._in_turn(
            number, nginx, sluice, lambda server: clients.download(server.address, self.fixture.cold, 16, self.fixture.sizes))
        self.results.add("cold, 200 zips at 16", "s", nginx[0], sluice[0])

        # nginx takes less than /proc counts.
        self.results.add("cold, 200 zips at 16", "cpu s", None, sluice[1])

    def _storm(self, number, nginx, sluice):
        sluice.reset_peak()
        self._add("storm, 200 x one cold 30 MiB", self._in_turn(number, nginx, sluice, lambda server: self._download_together(server, self.fixture.storm)))
        self.results.add("storm, peak above rest", "MiB", None, (sluice.peak_bytes() - self.rest) / MIB)

    def _memory(self, number, nginx, sluice):
        sluice.reset_peak()
        self._add("200 x one warm 30 MiB", self._in_turn(number, nginx, sluice, lambda server: self._download_together(server, self.fixture.big)))
        self.results.add("200 x warm, peak above rest", "MiB", None, (sluice.peak_bytes() - self.rest) / MIB)

    def _download_together(self, server, path):
        return clients.download(server.address, [path] * STORM, STORM, self.fixture.sizes)

    def _warm(self, number, nginx, sluice):
        documents = self.fixture.documents
        everything = [path for paths in documents.values() for path in paths] + self.fixture.same_size + [self.fixture.big]
        clients.download(sluice.address, everything, 16, self.fixture.sizes)
        for path in (self.fixture.cold[0], documents["info"][1], documents["mod"][1], documents["list"][1], self.fixture.same_size[0]):
            verify(sluice, path, self.fixture.read(path))
        mix = [path for name, share in MIX.items() for path in _repeat(documents.get(name, self.fixture.cold), share * 20)]

        # Not counted: a runtime that compiles while it runs is not warm before it ran.
        self._wrk(number, nginx, sluice, mix, connections=32)
        questions = {**documents, "zip60k": self.fixture.same_size, "mix": mix}
        for question, paths in questions.items():
            (nginx_wrk, nginx_cpu), (sluice_wrk, sluice_cpu) = self._wrk(number, nginx, sluice, paths, connections=32)
            self.results.add(f"warm {question}", "requests/s", _rate(nginx_wrk), _rate(sluice_wrk))
            self.results.add(f"warm {question}", "p99 ms", nginx_wrk["p99"] / 1000, sluice_wrk["p99"] / 1000)
            self.results.add(f"warm {question}", "cpu us/request", 1e6 * nginx_cpu / nginx_wrk["requests"], 1e6 * sluice_cpu / sluice_wrk["requests"])
        (nginx_wrk, nginx_cpu), (sluice_wrk, sluice_cpu) = self._wrk(number, nginx, sluice, [self.fixture.big], connections=8)
        self.results.add("warm zip30m", "cpu ms/GiB", 1000 * nginx_cpu / (nginx_wrk["bytes"] / GIB), 1000 * sluice_cpu / (sluice_wrk["bytes"] / GIB))

    def _wrk(self, number, nginx, sluice, paths, connections):
        return self._in_turn(number, nginx, sluice, lambda server: clients.wrk(self.work, server.url, paths, connections, self.options.seconds))

    def _go(self, number, nginx, sluice):
        go = shutil.which("go")
        if go is None:
            say("go is not installed: no `go mod download`")
            return
        pair = self._in_turn(number, nginx, sluice, lambda server: self._go_mod_download(go, server))
        self.results.add("go mod download, 100 modules", "s", pair[0][0], pair[1][0])

    def _go_mod_download(self, go, server):
        with tempfile.TemporaryDirectory(dir=self.work) as home:
            environment = {
                "PATH": os.environ["PATH"], "HOME": home, "GOPATH": home, "GOMODCACHE": f"{home}/mod", "GOCACHE": f"{home}/cache",
                "GOPROXY": server.url, "GOSUMDB": "off", "GOFLAGS": "-modcacherw", "GOENV": "off", "GOTOOLCHAIN": "local", "GOTELEMETRY": "off",
            }
            started = time.perf_counter()
            done = subprocess.run([go, "mod", "download"], cwd=self.fixture.project, env=environment, capture_output=True, text=True, timeout=120)
            if done.returncode != 0:
                raise clients.Failed(f"go mod download: {done.stderr}")
            return time.perf_counter() - started


def verify(server, path, expected):
    """A fast wrong answer is worth nothing."""
    with urllib.request.urlopen(server.url + path, timeout=30) as answer:
        if answer.read() != expected:
            raise clients.Failed(f"{server.name}{path}: other bytes than the fixture's")


def say(text):
    print(text, file=sys.stderr, flush=True)


def _rate(figures):
    return figures["requests"] / (figures["microseconds"] / 1e6)


def _repeat(paths, count):
    return [paths[at % len(paths)] for at in range(count)]


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main():
    parser = argparse.ArgumentParser(prog="bench/load/run", description="Measures the gateway beside nginx over the same files.")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds; the median of their ratios counts (3)")
    parser.add_argument("--seconds", type=int, default=2, help="length of one wrk run (2)")
    parser.add_argument("--budget", type=int, default=150, help="no further round begins after so many seconds (150)")
    parser.add_argument("--log-requests", choices=("all", "errors", "off"), default="off", help="the gateway's request log; nginx has none (off)")
    parser.add_argument("--sluice", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()

    # A disk would be measured instead of the servers: memory where there is some.
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sluice-load-", dir=where) as work:
        say(f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}; files in {work}")
        try:
            Bench(options, work).run()
        except clients.Failed as failure:
            raise SystemExit(f"bench/load: {failure}")
    say(f"\n{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
