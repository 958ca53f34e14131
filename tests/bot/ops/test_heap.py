"""What glibc is told: large blocks go back to the system when they are freed, also from between others that stay."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from bot.ops import heap

ROOT = Path(__file__).parents[3]
CODE = """
import sys
from bot.ops import heap

def megabytes():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

if sys.argv[1] == "told":
    heap.frugal()
large = bytearray(30 << 20)  # glibc now takes blocks up to this size from its heap
del large
kept, freed = [], []
for _ in range(150):
    freed.append(bytearray(1 << 20))
    kept.append(bytearray(3000))
before = megabytes()
del freed
print(before - megabytes())
"""


def given_back(how: str) -> float:
    done = subprocess.run([sys.executable, "-c", CODE, how], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "gnu_get_libc_version"), reason="another allocator than glibc's")
def test_large_blocks_go_back_to_the_system():
    assert given_back("told") > 140 > 100 > given_back("left alone")


@pytest.mark.parametrize("fault", [OSError, AttributeError])
def test_another_allocator_is_left_alone(monkeypatch, fault):
    asked = []

    def refuse(name):
        asked.append(name)
        raise fault

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    heap.frugal()
    assert asked == [None]
