#!/usr/bin/python3
"""Measures what a card gets: bytes and flushes at a block device, beside a table with a row a sample.

The store (channel table, journal and history as the gateway has them) takes N channels a second,
tenths that wander, on an ext4 with 4 KB blocks on a loop device of its own; the kernel counts what
it sends there. Time runs --speed times as fast, and the file system's own commits (every 5 s) as
well, so that two of the history's windows fit into four minutes. With --real it is the whole
gateway in real time instead, polling a Modbus server and publishing.

Beside it, on the same kind of device, two SQLite tables with a row a sample take the same work, one
transaction a commit, synchronous=FULL: keyed by (series, time), as charts want it, and by (time,
series), as the medium wants it. The second is given as row_table_time_first_gb_per_day.

Prints one JSON object last. Needs root and loop devices.
"""

import argparse
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from rig import rowtable
from rig.device import MeasuredDevice
from rig.processes import TOOLS
from rig.store import Program

DAY = 86_400
# ext4 commits its own journal after so many seconds.
EXT4_COMMIT = 5
WARM = 15


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/bench wear",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--channels", type=int, default=1000, help="channels, 1 Hz each (1000)")
    parser.add_argument("--commit", type=float, default=1, help="seconds from commit to commit (1)")
    parser.add_argument("--dur", type=int, default=1260, help="seconds, of its time (1260)")
    parser.add_argument("--speed", type=int, default=5, choices=(1, 5), help="of its time (5)")
    parser.add_argument("--real", action="store_true", help="the whole gateway in real time")
    parser.add_argument("--mount", default="noatime", help="mount options (noatime)")
    parser.add_argument("--no-row-table", action="store_true", help="leaves out the tables beside it")
    chosen = parser.parse_args()
    if not (1 <= chosen.channels <= 100_000 and 1 <= chosen.commit <= 60 and chosen.dur >= 10):
        parser.error("1 to 100000 channels, 1 to 60 s a commit, at least 10 s")
    return chosen


def store(chosen, directory):
    """The store alone, its time running fast."""
    mounted = directory / "mounted"
    mounted.mkdir()
    speed = chosen.speed
    commit = EXT4_COMMIT // speed
    said = "commit=" in chosen.mount
    options = chosen.mount if said else f"{chosen.mount},commit={commit}"
    device = MeasuredDevice(directory / "device.img", mounted, options=options)
    try:
        commit_ms = max(1, round(chosen.commit * 1000 / speed))
        arguments = (mounted, chosen.channels, commit_ms, speed)
        program = Program("WearMain", *arguments, log=directory / "store.log")
        try:
            first = figures(program, WARM / speed)
            before, begin = device.counters(), time.time()
            last = figures(program, chosen.dur / speed)
            written = device.counters().since(before)
            elapsed = (time.time() - begin) * speed
        finally:
            program.close()
    finally:
        device.close()
    if last["flushes"] == first["flushes"]:
        print("no window of the history ended: too short a --dur", file=sys.stderr, flush=True)
    samples = last["samples"] - first["samples"]
    return {
        "bytes": written.bytes,
        "flushes_per_commit": written.flushes / max(1, last["commits"] - first["commits"]),
        "forces": last["forces"] - first["forces"],
        "commits": last["commits"] - first["commits"],
        "samples": samples,
        "measured_s": elapsed,
        "lost": last["lost"],
        "skipped_polls": last["late"] - first["late"],
        "history_flushes": last["flushes"] - first["flushes"],
    }


def figures(program, seconds):
    """The last figures the program gave out in so many seconds."""
    deadline = time.monotonic() + seconds
    last = None
    while (left := deadline - time.monotonic()) > 0 or last is None:
        lines = program.lines(max(left, 10))
        if not lines:
            raise RuntimeError("the store has ended")
        last = json.loads(lines[-1])
    return last


def gateway(chosen, directory):
    """The whole gateway in real time, by the bench's run `weir wear`."""
    # Here, since it needs numpy.
    from rig.run import Run

    run = argparse.Namespace(
        peer="weir",
        scenario="wear",
        regs=chosen.channels,
        ms=1000,
        dur=chosen.dur,
        warm=20,
        unit=None,
        tag="",
        runs=directory,
        topic="#",
        first_timeout=90,
        accounting=None,
        commit_ms=round(chosen.commit * 1000),
        devices=1,
        mount=chosen.mount,
    )
    measured = Run(run).execute()
    elapsed = measured["device_seconds"]
    return {
        "bytes": measured["device_bytes"],
        "flushes_per_commit": measured["device_flushes"] / (elapsed / chosen.commit),
        "samples": chosen.channels * elapsed,
        "measured_s": elapsed,
        "lost": measured["loss_total"]["lost"],
    }


class Tables:
    """Both row tables, each on a device of its own, beside the measurement."""

    COMMITS = 20

    def __init__(self, chosen, directory):
        self.chosen = chosen
        self.directory = directory
        self.bytes_per_second = {}
        self.failure = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        try:
            for name, key in rowtable.KEYS.items():
                self.bytes_per_second[name] = self._measure(name, key)
        except (OSError, sqlite3.Error) as e:
            self.failure = e

    def _measure(self, name, key):
        mounted = self.directory / name
        mounted.mkdir()
        device = MeasuredDevice(self.directory / f"{name}.img", mounted)
        try:
            return rowtable.bytes_per_second(
                device, mounted, key, self.chosen.channels, self.chosen.commit, self.COMMITS
            )
        finally:
            device.close()

    def result(self):
        self.thread.join()
        if self.failure:
            raise RuntimeError(f"the row table: {self.failure}")
        per_day = {
            name: round(each * DAY / 1e9, 2) for name, each in self.bytes_per_second.items()
        }
        return {
            "row_table_gb_per_day": per_day["series_first"],
            "row_table_key": rowtable.KEYS["series_first"],
            "row_table_time_first_gb_per_day": per_day["time_first"],
        }


def measure(chosen, directory):
    tables = None if chosen.no_row_table else Tables(chosen, directory)
    measured = gateway(chosen, directory) if chosen.real else store(chosen, directory)
    elapsed = measured["measured_s"]
    result = {
        "gb_per_day": round(measured["bytes"] / elapsed * DAY / 1e9, 3),
        "flushes_per_commit": round(measured["flushes_per_commit"], 3),
        "bytes_per_sample": round(measured["bytes"] / measured["samples"], 2),
        "channels": chosen.channels,
        "commit_s": chosen.commit,
        "measured_s": round(elapsed, 1),
        "lost": measured["lost"],
        "subject": "gateway" if chosen.real else "store",
        "speed": 1 if chosen.real else chosen.speed,
        "device": f"loop, ext4, 4 KB blocks, {chosen.mount}",
    }
    if not chosen.real:
        result |= {
            "forces_per_commit": round(measured["forces"] / measured["commits"], 3),
            "history_flushes": measured["history_flushes"],
            "skipped_polls": measured["skipped_polls"],
        }
    return result | (tables.result() if tables else {})


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    kind = "real" if chosen.real else f"{chosen.speed}x"
    name = f"{chosen.channels}-{chosen.commit:g}s-{kind}-{chosen.mount}"
    directory = (TOOLS / "wear" / name).absolute()
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    try:
        result = measure(chosen, directory)
    except (OSError, RuntimeError, subprocess.SubprocessError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 2
    (directory / "result.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
