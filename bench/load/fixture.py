"""A GOPROXY file tree to measure with: deterministic, valid for a real go command, about 100 MB."""

import io
import json
import math
import os
import random
import zipfile

HOST = "load.example.test"
COLD = 200  # modules whose zips are fetched cold; the project requires the first half
PROJECT = 100
SAME_SIZE = 16  # modules of the question zip60k
MIB = 1 << 20
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Fixture:
    """Paths below the tree, with a leading slash, by what they are for."""

    def __init__(self, root):
        self.root = root
        self.sizes = {}
        self.cold = []  # zips, sizes log-normal: median 60 KB, a long tail
        self.same_size = []  # zips of 60 KB
        self.big = ""  # a zip of 30 MB, warm
        self.storm = ""  # another one, cold
        self.documents = {"info": [], "mod": [], "list": [], "latest": []}
        self.project = os.path.join(root, "..", "project")

    def read(self, path):
        with open(self.root + path, "rb") as file:
            return file.read()


def make(folder):
    """Writes the tree and a project, and returns what is in it."""
    fixture = Fixture(os.path.join(folder, "tree"))
    dice = random.Random(20240607)
    for number in range(COLD):
        size = int(min(3 * MIB, max(1_000, dice.lognormvariate(math.log(60_000), 1.4))))
        fixture.cold.append(_add(fixture, f"m{number}", "v1.0.0", size, dice, documents=True))
    for number in range(SAME_SIZE):
        fixture.same_size.append(_add(fixture, f"same{number}", "v1.0.0", 60_000, dice))
    fixture.big = _add(fixture, "big", "v1.0.0", 30 * MIB, dice)
    fixture.storm = _add(fixture, "storm", "v1.0.0", 30 * MIB, dice)
    _add_project(fixture)
    return fixture


def _add(fixture, name, version, size, dice, documents=False):
    module = f"{HOST}/{name}"
    go_mod = f"module {module}\n\ngo 1.19\n".encode()
    info = json.dumps({"Version": version, "Time": "2024-01-01T00:00:00Z"}).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for file, content in (("go.mod", go_mod), (f"{name}.go", f"package {name}\n".encode()), ("data.bin", dice.randbytes(size))):
            target.writestr(zipfile.ZipInfo(f"{module}@{version}/{file}", ZIP_TIME), content)
    base = f"/{module}/@v"
    for path, content in (
        (f"{base}/list", f"{version}\n".encode()),
        (f"{base}/{version}.info", info),
        (f"{base}/{version}.mod", go_mod),
        (f"{base}/{version}.zip", archive.getvalue()),
        (f"/{module}/@latest", info),
    ):
        os.makedirs(os.path.dirname(fixture.root + path), exist_ok=True)
        with open(fixture.root + path, "wb") as file:
            file.write(content)
        fixture.sizes[path] = len(content)
    if documents:
        fixture.documents["list"].append(f"{base}/list")
        fixture.documents["info"].append(f"{base}/{version}.info")
        fixture.documents["mod"].append(f"{base}/{version}.mod")
        fixture.documents["latest"].append(f"/{module}/@latest")
    return f"{base}/{version}.zip"


def _add_project(fixture):
    os.makedirs(fixture.project)
    with open(os.path.join(fixture.project, "go.mod"), "w") as file:
        file.write(f"module {HOST}/project\n\ngo 1.19\n\nrequire (\n")
        file.writelines(f"\t{HOST}/m{number} v1.0.0\n" for number in range(PROJECT))
        file.write(")\n")
