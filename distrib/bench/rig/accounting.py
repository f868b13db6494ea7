"""Control groups: which processes are the peer's, and what CPU and memory they take.

The peer runs in a group of its own: a version 1 `cpuacct` group, a version 2 group, or, where
neither can be made, its session, read from /proc. The three count the same thing; /proc misses
the time of a child that died unreaped.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cpu:
    """CPU seconds since the group was made."""

    total: float
    user: float
    system: float


@dataclass(frozen=True)
class Memory:
    """Megabytes over all processes of the group."""

    rss: float
    pss: float
    anonymous: float


class Group:
    """What the three kinds have in common."""

    kind = ""

    def pids(self):
        raise NotImplementedError

    def cpu(self):
        raise NotImplementedError

    def enter(self):
        """Runs in the child between fork and exec."""
        raise NotImplementedError

    def close(self):
        """Gives the group back; it must be empty."""

    def memory(self):
        rss = pss = anonymous = 0
        for pid in self.pids():
            fields = _smaps(pid)
            rss += fields.get("Rss", 0)
            pss += fields.get("Pss", 0)
            anonymous += fields.get("Anonymous", 0)
        return Memory(rss / 1024, pss / 1024, anonymous / 1024)

    def kill(self, wait=10):
        """Sends SIGKILL to every process of the group until none is left."""
        deadline = time.monotonic() + wait
        while pids := self.pids():
            if time.monotonic() > deadline:
                raise TimeoutError(f"processes {pids} survive SIGKILL")
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)


class DirectoryGroup(Group):
    """A control group, which is a directory."""

    def __init__(self, parent, name):
        self.path = Path(parent) / name
        self.path.mkdir()

    def enter(self):
        (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def pids(self):
        return [int(pid) for pid in (self.path / "cgroup.procs").read_text().split()]

    def close(self):
        self.path.rmdir()


class Version1(DirectoryGroup):
    kind = "cgroup v1 cpuacct"

    def cpu(self):
        usage = int((self.path / "cpuacct.usage").read_text()) / 1e9
        stat = _pairs(self.path / "cpuacct.stat")
        return Cpu(usage, stat["user"] / TICKS, stat["system"] / TICKS)


class Version2(DirectoryGroup):
    kind = "cgroup v2"

    def cpu(self):
        stat = _pairs(self.path / "cpu.stat")
        return Cpu(stat["usage_usec"] / 1e6, stat["user_usec"] / 1e6, stat["system_usec"] / 1e6)


class Session(Group):
    """Every process of the sessions whose leaders entered."""

    kind = "/proc by session"

    def __init__(self):
        self._leaders, self._entered = os.pipe()
        os.set_blocking(self._leaders, False)
        self._sessions = set()

    def enter(self):
        os.write(self._entered, f"{os.getsid(0)}\n".encode())

    def _stats(self):
        try:
            self._sessions.update(int(s) for s in os.read(self._leaders, 4096).split())
        except BlockingIOError:
            pass
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z" and int(fields[3]) in self._sessions:
                yield int(entry.name), fields

    def pids(self):
        return [pid for pid, _ in self._stats()]

    def cpu(self):
        user = system = 0
        for _, fields in self._stats():
            user += int(fields[11]) + int(fields[13])
            system += int(fields[12]) + int(fields[14])
        return Cpu((user + system) / TICKS, user / TICKS, system / TICKS)

    def close(self):
        os.close(self._leaders)
        os.close(self._entered)


def open_group(name, kind=None):
    """Makes the best group this machine allows, or the kind asked for: v1, v2 or proc."""
    makers = {
        "v1": lambda: Version1(_mount("cgroup", "cpuacct"), name),
        "v2": lambda: Version2(_mount("cgroup2"), name),
        "proc": Session,
    }
    for maker in [makers[kind]] if kind else makers.values():
        try:
            return maker()
        except OSError as e:
            reason = e
    raise OSError(f"no {kind} accounting here: {reason}")


def process_cpu(pid):
    """CPU seconds of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_ticks():
    """The machine's CPU ticks by kind, as /proc/stat has them: user, nice, system, idle..."""
    with open("/proc/stat") as stat:
        return [int(x) for x in stat.readline().split()[1:]]


def _mount(kind, option=None):
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, what, options, *_ = line.split()
        if what == kind and (option is None or option in options.split(",")):
            return where
    raise OSError(f"no {option or kind} control group is mounted")


def _pairs(path):
    return {key: int(value) for key, value in map(str.split, path.read_text().splitlines())}


def _smaps(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}
