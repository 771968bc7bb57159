"""Processes of the system: found by what they were started as, ended with their parent."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
ENDS_WITHIN = 15.0


def dies_with_us(sent: signal.Signals) -> list[str]:
    """What to put before a command line so that the program is sent this signal when its parent is gone."""
    return ["setpriv", f"--pdeathsig={sent.name.removeprefix('SIG')}", "--"]


def die_with_parent() -> None:
    """For a process that no command line of ours starts: be killed when the one that started it is gone."""
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def shared_memory_lasts() -> bool:
    """Whether what we put into /dev/shm stays: systemd takes it from an ordinary user who logs out, whoever runs on."""
    return os.geteuid() == 0


def servers(name: str) -> dict[int, bool]:
    """Processes of the PostgreSQL with this cluster name, and of each whether it is the one that heads the others."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:  # ended while we looked
            continue
        if f"cluster_name={name}".encode() in words:
            found[int(folder.name)] = True
        elif words[0].startswith(f"postgres: {name}: ".encode()):
            found[int(folder.name)] = False
    return found


def end_all(name: str, *, pause: Callable[[float], None]) -> None:
    """End what a killed keeper left of its PostgreSQL: two servers on the same files would ruin them."""
    until = time.monotonic() + ENDS_WITHIN
    asked: set[int] = set()
    while left := servers(name):
        heads = {pid for pid, heads in left.items() if heads}
        late = time.monotonic() > until
        for pid in (heads or left.keys()) if not late else left.keys():
            if late or pid not in asked:
                _send(pid, signal.SIGKILL if late else signal.SIGINT if pid in heads else signal.SIGTERM)
                asked.add(pid)
        pause(0.02)


def _send(pid: int, sent: signal.Signals) -> None:
    try:
        os.kill(pid, sent)
    except ProcessLookupError:
        return
