#!/usr/bin/python3
"""Cuts a store off in the middle of its work, again and again, and counts what was lost.

The store (channel table, journal and history as the gateway has them) appends telemetry and events
and says what is committed. Right after one of these commits, chosen at random, or up to 50 ms later,
its block device is left as a power cut leaves it: everything up to the last flush is there; of what
was written later nothing, everything, some 4 KB blocks or some 512 byte sectors are. That medium is
mounted again (ext4 with 4 KB blocks), the store recovers, and everything that was acknowledged must
be there once with its values, in journal and history. One cut in eight falls into the recovery.

With --kill the process is killed at a random moment instead: then whatever append returned must be
there. That needs neither root nor a loop device.

Prints one JSON object last; ends with 1 if anything was lost or was there twice, with 3 where no
block device can be made.
"""

import argparse
import collections
import json
import random
import shutil
import signal
import subprocess
import sys
import time

from rig import cut
from rig.ledger import Found, Ledger
from rig.medium import Folder, Medium, lacking
from rig.processes import TOOLS
from rig.store import Program

WORK = TOOLS / "powercut"
# Rounds on one medium; then a new one, so that what is compared does not grow for ever.
GENERATION = 10
# How the media are mounted by turns: as usual, and as is gentler at long commit intervals.
MOUNTS = ("noatime", "noatime,commit=60")
PATIENCE = 60
LACKING = 3
# Numbers of entries of one start of the store.
NUMBERS = 1_000_000


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/bench powercut",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=20, help="20")
    parser.add_argument("--kill", action="store_true", help="kill the process, leave the device")
    parser.add_argument("--seed", type=int, help="of a run to repeat; one is chosen and printed")
    chosen = parser.parse_args()
    if chosen.rounds < 1:
        parser.error(f"--rounds {chosen.rounds} is not positive")
    return chosen


class Crashes:
    def __init__(self, chosen, seed):
        self.kill = chosen.kill
        self.rounds = chosen.rounds
        self.seed = seed
        self.random = random.Random(seed)
        self.result = collections.Counter()
        self.ways = collections.Counter()
        self.states = collections.Counter()
        self.faults = []
        self.recovery_ms = 0
        self.number = 0
        self.medium = None
        self.ledger = None

    def execute(self):
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        for number in range(1, self.rounds + 1):
            if (number - 1) % GENERATION == 0:
                self._end_generation()
                mounted = MOUNTS[number // GENERATION % len(MOUNTS)]
                self.medium = Folder(WORK) if self.kill else Medium(WORK, options=mounted)
                self.ledger = Ledger(returned=self.kill)
            begin = time.monotonic()
            told = self._round()
            passed = time.monotonic() - begin
            print(f"round {number}: {told}, {passed:.1f} s", file=sys.stderr, flush=True)
        self._end_generation()

    def _end_generation(self):
        """What the last crash left is looked at as well."""
        if self.medium is None:
            return
        self.medium.open()
        program = self._start(append=False)
        try:
            self._compare(program)
        finally:
            program.close()
            self.medium.close()
        self.result["acknowledged"] += self.ledger.acknowledged
        self.result["repairs"] += self.medium.repairs
        self.result["lost"] += self.ledger.lost
        self.result["duplicated"] += self.ledger.duplicated
        self.faults += self.ledger.faults

    def _start(self, append=True):
        self.number += NUMBERS
        return Program(
            "CrashMain", self.medium.directory, self.number, append, log=WORK / "store.log"
        )

    def _round(self):
        """From one crash to the next; what is there at the start is compared first."""
        early = self.random.randrange(8) == 0
        acknowledgements = self.random.randrange(1, 400)
        right_after = self.random.randrange(2) == 0
        beyond = self.random.uniform(0.005, 0.05)
        self.medium.open()
        program = self._start()
        try:
            heard = self._compare(program)
            begin, end = 0, self.medium.position()
            if not early:
                begin = end = self._hear(program, acknowledgements, heard)
                if not right_after:
                    self._hear_for(program, beyond, heard)
                    end = self.medium.position()
            # A killed process may have said more than has been read.
            program.kill()
            self._hear_for(program, PATIENCE, heard)
        finally:
            program.close()
            self.medium.close()
        self.result["rounds"] += 1
        if self.kill:
            for _, line in heard:
                self.ledger.hear(line)
            return f"killed after {len(heard)} lines"
        until = self.medium.moment(begin, end, self.random)
        way = self.random.choice(cut.WAYS)
        for position, line in heard:
            # What it says it is about to pass may be on the medium before it has been heard.
            if position <= until or line.startswith("p "):
                self.ledger.hear(line)
        pieces, kept = self.medium.cut(until, way, self.random)
        self.ways[way] += 1
        self.result["in_recovery"] += early
        self.result["unflushed"] += pieces > 0
        when = "in recovery" if early else f"after {len(heard)} lines"
        return f"cut {when}, {way}: {kept} of {pieces} unflushed pieces stayed"

    def _compare(self, program):
        """Hears what is there and compares; returns what came after that, with positions."""
        found = Found()
        lines = program.lines(PATIENCE)
        while lines:
            for i, line in enumerate(lines):
                found.take(line)
                if found.recovery_ms is not None:
                    faults = len(self.ledger.faults)
                    self.ledger.compare(found)
                    self.recovery_ms = max(self.recovery_ms, found.recovery_ms)
                    self.states.update(found.states)
                    self._tell(self.ledger.faults[faults:])
                    position = self.medium.position()
                    return [(position, each) for each in lines[i + 1 :]]
            lines = program.lines(PATIENCE)
        raise RuntimeError(f"the store did not start; see {WORK / 'store.log'}")

    def _tell(self, faults):
        for fault in faults:
            print(fault, file=sys.stderr, flush=True)
        if faults and not self.kill:
            kept = WORK / f"failed-{self.result['rounds']}"
            self.medium.keep(kept)
            print(f"the medium it was found on is {kept}", file=sys.stderr, flush=True)

    def _hear(self, program, acknowledgements, heard):
        """Hears lines until so many are acknowledgements; the position then."""
        count = sum(line.startswith("c ") for _, line in heard)
        while count < acknowledgements:
            lines = program.lines(PATIENCE)
            if not lines:
                raise RuntimeError(f"the store went silent; see {WORK / 'store.log'}")
            # Said before it was read: what is acknowledged is in the log up to here.
            position = self.medium.position()
            heard += [(position, line) for line in lines]
            count += sum(line.startswith("c ") for line in lines)
        return self.medium.position()

    def _hear_for(self, program, seconds, heard):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            lines = program.lines(left)
            if not lines:
                break
            position = self.medium.position()
            heard += [(position, line) for line in lines]

    def report(self):
        report = {
            "mode": "kill" if self.kill else "power",
            "rounds": self.result["rounds"],
            "acknowledged": self.result["acknowledged"],
            "lost": self.result["lost"],
            "duplicated": self.result["duplicated"],
            "recovery_ms_max": self.recovery_ms,
            "seed": self.seed,
        }
        if not self.kill:
            report |= {
                "in_recovery": self.result["in_recovery"],
                "file_system_repairs": self.result["repairs"],
                "with_unflushed_writes": self.result["unflushed"],
                "unflushed_writes_left": dict(sorted(self.ways.items())),
            }
        return report | {"states": dict(self.states), "faults": self.faults}


def main():
    chosen = options()
    # So that a terminated run, too, stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not chosen.kill and (reason := lacking()):
        print(f"bench: powercut {reason}; --kill needs neither", file=sys.stderr)
        return LACKING
    seed = random.randrange(1 << 32) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    crashes = Crashes(chosen, seed)
    try:
        crashes.execute()
    except (OSError, RuntimeError, subprocess.SubprocessError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 2
    report = crashes.report()
    print(json.dumps(report))
    return 1 if report["lost"] or report["duplicated"] else 0


if __name__ == "__main__":
    sys.exit(main())
