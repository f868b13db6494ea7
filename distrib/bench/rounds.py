#!/usr/bin/python3
"""Runs every peer through every case, interleaved, several times, and prints the summary.

Interleaved, so that whatever else the machine does falls on all peers alike: round by round, case
by case, the peers take turns. With --together the peers of a fault case run at the same time: what
is lost does not depend on it, and the rounds take half as long.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import summary
from rig.processes import BENCH, TOOLS

RUNS = TOOLS / "rounds"
COMMAND = BENCH.parent.parent / "scripts" / "bench"
CASES = {
    "1k": "steady --regs 1000 --ms 1000 --dur 30 --warm 10",
    "100k": "steady --regs 10000 --ms 100 --dur 20 --warm 10",
    "outage": "outage --dur 25 --warm 6",
    "kill": "kill --dur 20 --warm 6",
    "outkill": "outkill --dur 25 --warm 6",
    "wear": "wear --dur 1260 --warm 20",
}
FAULTS = {"outage", "kill", "outkill"}
USUAL = [case for case in CASES if case != "wear"]


def names(text):
    return text.split(",")


def options():
    cases = "\n".join(f"  {name:8} {arguments}" for name, arguments in CASES.items())
    parser = argparse.ArgumentParser(
        prog="scripts/bench rounds",
        description=f"{__doc__}\ncases:\n{cases}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--peers", type=names, default=["weir", "nodered-sqlite", "camel"])
    parser.add_argument("--cases", type=names, default=USUAL, help=",".join(USUAL))
    parser.add_argument("--rounds", type=int, default=3, help="3")
    parser.add_argument("--together", action="store_true", help="fault cases at the same time")
    parser.add_argument("--keep", action="store_true", help="add to the rounds already there")
    chosen = parser.parse_args()
    for case in chosen.cases:
        if case not in CASES:
            parser.error(f"--cases names '{case}'; there are {', '.join(CASES)}")
    return chosen


def main():
    chosen = options()
    if not chosen.keep:
        shutil.rmtree(RUNS, ignore_errors=True)
    failed = 0
    for number in range(1, chosen.rounds + 1):
        for case in chosen.cases:
            if chosen.together and case in FAULTS:
                failed += run(chosen.peers, case, number)
            else:
                failed += sum(run([peer], case, number) for peer in chosen.peers)
    print(summary.markdown(summary.results(RUNS)))
    return 1 if failed else 0


def run(peers, case, number):
    """Runs these peers at the same time; returns how many failed."""
    print(f"round {number}: {case} {' '.join(peers)}", file=sys.stderr, flush=True)
    rest = [*CASES[case].split(), "--tag", f"{case}-{number}", "--runs", RUNS]
    started = [
        subprocess.Popen([str(word) for word in (COMMAND, peer, *rest)], stdout=subprocess.DEVNULL)
        for peer in peers
    ]
    return sum(process.wait() != 0 for process in started)


if __name__ == "__main__":
    sys.exit(main())
