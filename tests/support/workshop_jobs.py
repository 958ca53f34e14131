"""Jobs that go wrong, for the tests of the workshop: it imports them by name."""

import os
import signal
import time
from pathlib import Path


def double(n):
    return n * 2


def note(path, word, wait=0.0):
    time.sleep(wait)
    with open(path, "a") as notes:
        notes.write(word)
    return os.getpid()


def fail():
    raise ValueError("0912 345 678")


def hang(started=""):
    if started:
        Path(started).write_text("")
    while True:
        time.sleep(60)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def eat(megabytes):
    return len(bytearray(megabytes << 20))


def grow():
    kept = []
    while True:
        kept.append("x" * 1_000_000)


def chatter():
    print("no result of mine")
    os.write(1, b"nor this")
    return "said"


def smuggle():
    return Path("/")


def told():
    return sorted(os.environ)


def heavy():
    import sys

    return sorted({name.split(".")[0] for name in sys.modules} & {"PIL", "matplotlib", "openpyxl", "pyxform"})
