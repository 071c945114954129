"""The speeches of the general debate of the United Nations, which lie outside the repository, and documents as `explain -f tsv` tells them."""
import hashlib
import os
import re
import subprocess
import sys
import tarfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ARCHIVE = os.environ.get("DM_SPEECHES") or os.path.join(os.path.dirname(SOURCE), "shared", "corpora", "ungdc-1946-2022.tar.xz")
NAME = re.compile(r"\w+_\d+_\d+\.txt")
CELLS = ("row", "document", "line", "column", "begin", "end", "what", "value", "by", "place", "text")


def texts(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith((".txt", ".md")) and not name.startswith("README"))


def unpack(archive, folder, is_wanted=None, n_others=0):
    """Unpacks the speeches whose bytes are wanted, and of the others those with the lowest hashes of their names, to `folder`; what is there already is taken."""
    mark = os.path.join(folder, "done")
    if os.path.exists(mark):
        return folder
    os.makedirs(folder, exist_ok=True)
    others = []

    def write(name, text):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(text)

    with tarfile.open(archive) as tar:
        for member in tar:
            name = os.path.basename(member.name)
            if not member.isfile() or not NAME.fullmatch(name):
                continue
            text = tar.extractfile(member).read()
            if not is_wanted or is_wanted(text):
                write(name, text)
            elif n_others:
                others = sorted([*others, (hashlib.sha256(name.encode()).hexdigest(), name, text)])[:n_others]
    for _, name, text in others:
        write(name, text)
    with open(mark, "w", encoding="utf-8"):
        pass
    return folder


def rows(program, paths, *options):
    """The rows of documents, each a list of cells in the order of CELLS."""
    with subprocess.Popen([program, "explain", "-q", "-f", "tsv", *options, *paths], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        next(process.stdout, None)
        for line in process.stdout:
            yield line.decode("utf-8").rstrip("\n").split("\t")
    if process.returncode:
        sys.exit(f"explain ended with {process.returncode}")
