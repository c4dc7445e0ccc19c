"""Load: wrk for many small requests, and an own client that throws bodies away in the kernel for big ones."""

import collections
import json
import os
import select
import socket
import subprocess
import time

DEADLINE = 120  # seconds that one batch of downloads may take

WRK_SCRIPT = """
local requests, count = {}, 0
function init(arguments)
  math.randomseed(1)
  for path in io.lines(os.getenv("LOAD_PATHS")) do
    count = count + 1
    requests[count] = wrk.format("GET", path)
  end
end
function request() return requests[math.random(count)] end
function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('\\n{"microseconds":%d,"requests":%d,"bytes":%d,"errors":%d,"p50":%g,"p99":%g}\\n',
    summary.duration, summary.requests, summary.bytes,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status,
    latency:percentile(50), latency:percentile(99)))
end
"""


class Failed(Exception):
    """The server gave something else than was wanted: no figure may come of it."""


def wrk(work, url, paths, connections, seconds):
    """Requests paths at random; returns wrk's figures."""
    script, list_file = os.path.join(work, "wrk.lua"), os.path.join(work, "wrk.paths")
    with open(script, "w") as file:
        file.write(WRK_SCRIPT)
    with open(list_file, "w") as file:
        file.writelines(path + "\n" for path in paths)
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", script, url]
    out = subprocess.run(command, env={**os.environ, "LOAD_PATHS": list_file}, capture_output=True, text=True, timeout=seconds + 60)
    if out.returncode != 0:
        raise Failed(f"wrk: {out.stderr.strip()}")
    figures = json.loads(out.stdout.strip().rsplit("\n", 1)[-1])
    if figures["errors"] or not figures["requests"]:
        raise Failed(f"wrk at {url}{paths[0]}: {figures}")
    return figures


def download(address, paths, clients, sizes):
    """
    Gets every path once over so many kept connections; returns the seconds. Bodies are dropped in the kernel (recv with
    MSG_TRUNC, tcp(7)), so that the client takes little of the processors that the server needs too.
    """
    todo = collections.deque(paths)
    poller = select.epoll()
    running = {}
    started = time.perf_counter()
    for _ in range(min(clients, len(paths))):
        connection = _Connection(address, sizes)
        connection.ask(todo.popleft())
        running[connection.socket.fileno()] = connection
        poller.register(connection.socket, select.EPOLLIN)
    try:
        while running:
            if time.perf_counter() - started > DEADLINE:
                raise Failed(f"{len(running)} downloads not done after {DEADLINE} s")
            for number, _ in poller.poll(1):
                connection = running[number]
                if not connection.advance():
                    continue
                if todo:
                    connection.ask(todo.popleft())
                    continue
                poller.unregister(number)
                running.pop(number).socket.close()
        return time.perf_counter() - started
    finally:
        for connection in running.values():
            connection.socket.close()
        poller.close()


class _Connection:
    def __init__(self, address, sizes):
        self.socket = socket.create_connection(address, timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"{address[0]}:{address[1]}"
        self.sizes = sizes
        self.scratch = bytearray(MAX_PIECE)

    def ask(self, path):
        self.path, self.head, self.left = path, b"", None
        self.socket.setblocking(True)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        self.socket.setblocking(False)

    def advance(self):
        """Takes what is there; true when the answer is whole."""
        try:
            while self.left is None:
                self._read_head()
            while self.left:
                count = self.socket.recv_into(self.scratch, min(self.left, MAX_PIECE), socket.MSG_TRUNC)
                if count == 0:
                    raise Failed(f"{self.path}: {self.left} bytes are missing")
                self.left -= count
            return True
        except BlockingIOError:
            return False

    def _read_head(self):
        piece = self.socket.recv(4096)
        if not piece:
            raise Failed(f"{self.path}: no answer")
        self.head += piece
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return
        lines = self.head[:end].decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(fields.get("content-length", "-1"))
        if " 200 " not in lines[0] or length != self.sizes[self.path]:
            raise Failed(f"{self.path}: {lines[0]}, {length} bytes instead of {self.sizes[self.path]}")
        self.left = length - (len(self.head) - end - 4)


MAX_PIECE = 1 << 20
