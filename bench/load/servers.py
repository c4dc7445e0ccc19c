"""The servers that are measured, and what /proc tells of them. Everything listens on 127.0.0.1 and ends with its object."""

import os
import shutil
import socket
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
{user}daemon off; worker_processes {workers}; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
  access_log {log}; sendfile on; tcp_nopush on; open_file_cache max=4000 inactive=60s; keepalive_requests 100000000;
  default_type application/octet-stream; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port} backlog=1024; root {root}; }}
}}
"""


class Server:
    """A process, or a master and its workers."""

    def __init__(self, name, command, port, folder):
        self.name = name
        self.address = ("127.0.0.1", port)
        self.url = f"http://127.0.0.1:{port}"
        self.folder = folder
        self.log = open(os.path.join(folder, "out.log"), "wb")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd=folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_for(self, path):
        """Asks until the answer is 200; returns the seconds since the start."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        while time.perf_counter() - self.started < 30:
            try:
                with socket.create_connection(self.address, timeout=10) as connection:
                    connection.sendall(request)
                    if b" 200 " in connection.recv(64):
                        return time.perf_counter() - self.started
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.002)
        with open(self.log.name, errors="replace") as log:
            raise SystemExit(f"{self.name} does not answer {path}:\n{log.read()[-2000:]}")

    def processor_seconds(self):
        """User and system time so far, of all its processes."""
        return sum(_processor_seconds(process) for process in self._processes())

    def resident_bytes(self):
        """Resident memory now, summed over its processes."""
        return sum(_status(process, "VmRSS:") for process in self._processes())

    def reset_peak(self):
        for process in self._processes():
            with open(f"/proc/{process}/clear_refs", "w") as file:
                file.write("5")

    def peak_bytes(self):
        """The most resident memory since reset_peak, summed over its processes."""
        return sum(_status(process, "VmHWM:") for process in self._processes())

    def _processes(self):
        master = self.process.pid
        with open(f"/proc/{master}/task/{master}/children") as file:
            return [master, *map(int, file.read().split())]


class Upstream(Server):
    """nginx over the fixture, whose access log counts what the gateway asked for."""

    def count_of(self, path):
        time.sleep(0.1)  # nginx writes the line after the answer
        with open(os.path.join(self.folder, "access.log")) as log:
            return sum(f"GET {path} " in line for line in log)


def start_nginx(work, name, root, workers=2, kind=Server, log=False):
    folder = tempfile.mkdtemp(prefix=name + "-", dir=work)
    port = _free_port()
    config = os.path.join(folder, "nginx.conf")
    with open(config, "w") as file:
        access = f"{folder}/access.log" if log else "off"
        user = "user root; " if os.getuid() == 0 else ""  # else the workers may not read what only the owner may
        file.write(NGINX.format(user=user, workers=workers, folder=folder, log=access, port=port, root=root))
    return kind(name, ["nginx", "-e", f"{folder}/error.log", "-c", config], port, folder)


def start_sluice(work, program, upstream, log_requests):
    """A gateway on an empty store. Freshness is long enough that nothing is asked for twice while it is measured."""
    folder = tempfile.mkdtemp(prefix="sluice-", dir=work)
    port = _free_port()
    config = os.path.join(folder, "sluice.yaml")
    with open(config, "w") as file:
        file.write("cache:\n  listTtl: 1h\n")
    command = [program, "serve", "--listen", f"127.0.0.1:{port}", "--data", os.path.join(folder, "data"), "--config", config]
    command += ["--upstreams", upstream.url, "--sumdb", "off", "--log-format", "json", "--log-requests", log_requests]
    return Server("sluice", command, port, folder)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _processor_seconds(process):
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _status(process, name):
    with open(f"/proc/{process}/status") as file:
        line = next(line for line in file if line.startswith(name))
    return int(line.split()[1]) * 1024
