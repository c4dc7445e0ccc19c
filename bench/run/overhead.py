"""Runs `go mod download` of 100 modules from a warm gateway on loopback, bare and under `sluice run`, in turn, and prints the ratio."""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

WORDS = "func return package var type struct int string error if nil err for range map chan go defer select case".split()


def make_modules(tree, count, files, file_bytes):
    dice = random.Random(7)
    for number in range(count):
        path, version = f"example.com/bench/m{number:03d}", "v1.0.0"
        folder = tree / path / "@v"
        folder.mkdir(parents=True)
        (folder / "list").write_text(version + "\n")
        (folder / f"{version}.info").write_text(f'{{"Version":"{version}","Time":"2024-01-01T00:00:00Z"}}')
        (folder / f"{version}.mod").write_text(f"module {path}\n")
        with zipfile.ZipFile(folder / f"{version}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path}@{version}/go.mod", f"module {path}\n")
            archive.writestr(f"{path}@{version}/m.go", f"package m{number:03d}\n")
            for file in range(files):
                text = " ".join(dice.choice(WORDS) + str(dice.randint(0, 999)) for _ in range(file_bytes // 7))
                archive.writestr(f"{path}@{version}/sub/f{file}.txt", text)


def make_project(folder, count):
    folder.mkdir()
    lines = "".join(f"\texample.com/bench/m{number:03d} v1.0.0\n" for number in range(count))
    (folder / "go.mod").write_text(f"module example.org/p\n\ngo 1.19\n\nrequire (\n{lines})\n")


def start_gateway(command, home, tree):
    log = open(home / "gateway.log", "wb")
    process = subprocess.Popen(
        [*command, "serve", "--listen", "127.0.0.1:0", "--data", str(home / "data"), "--upstreams", f"file://{tree}", "--sumdb", "off", "--log-format", "json"],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = (home / "gateway.log").read_text()
        if '"addresses":"' in text:
            return process, text.split('"addresses":"')[1].split('"')[0]
        time.sleep(0.05)
    process.kill()
    raise SystemExit((home / "gateway.log").read_text())


def download(command, environment, project, cache):
    shutil.rmtree(cache, ignore_errors=True)
    before = os.times()
    start = time.perf_counter()
    subprocess.run([*command, "go", "mod", "download"], cwd=project, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    after = os.times()
    return seconds, after.children_user - before.children_user + after.children_system - before.children_system


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sluice", required=True, help="the program, or a .dll")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--modules", type=int, default=100)
    options.add_argument("--files", type=int, default=60)
    options.add_argument("--file-bytes", type=int, default=6000)
    chosen = options.parse_args()
    program = str(Path(chosen.sluice).resolve())
    sluice = ["dotnet", program] if program.endswith(".dll") else [program]
    with tempfile.TemporaryDirectory(prefix="sluice-bench-") as name:
        home = Path(name)
        make_modules(home / "tree", chosen.modules, chosen.files, chosen.file_bytes)
        make_project(home / "project", chosen.modules)
        gateway, url = start_gateway(sluice, home, home / "tree")
        try:
            cache = home / "modcache"
            environment = {
                "PATH": os.environ["PATH"], "HOME": name, "GOPATH": str(home / "gopath"), "GOMODCACHE": str(cache), "GOCACHE": str(home / "cache"), "GOENV": "off",
                "GOFLAGS": "-modcacherw", "GOPROXY": url, "GOSUMDB": "off", "GOTOOLCHAIN": "local",
            }
            for command in ([], [*sluice, "run", "--"]):
                download(command, environment, home / "project", cache)
            bare, recorded = [], []
            for round_number in range(chosen.rounds):
                turns = [([], bare), ([*sluice, "run", "--"], recorded)]
                for command, results in turns if round_number % 2 == 0 else reversed(turns):
                    results.append(download(command, environment, home / "project", cache))
                print(f"round {round_number + 1}: bare {bare[-1][0]:.3f} s, run {recorded[-1][0]:.3f} s, ratio {recorded[-1][0] / bare[-1][0]:.3f}", flush=True)
            for what, column in (("time", 0), ("cpu of go and sluice run", 1)):
                ratios = [mine[column] / theirs[column] for mine, theirs in zip(recorded, bare)]
                print(f"{what}: bare {statistics.median(r[column] for r in bare):.3f} s, run {statistics.median(r[column] for r in recorded):.3f} s, "
                      f"ratio {statistics.median(ratios):.3f} (least {min(ratios):.3f}, most {max(ratios):.3f})")
        finally:
            gateway.terminate()
            gateway.wait(30)


if __name__ == "__main__":
    main()
