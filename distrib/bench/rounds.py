#!/usr/bin/python3
"""Runs every peer through every case, interleaved, several times, and prints the summary.

Interleaved, so that whatever else the machine does falls on all peers alike: round by round, case
by case, the peers take turns.
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
    "1k": "steady --regs 1000 --ms 1000 --dur 40 --warm 12",
    "100k": "steady --regs 10000 --ms 100 --dur 20 --warm 10",
    "outage": "outage --dur 30 --warm 8",
    "kill": "kill --dur 30 --warm 8",
    "outkill": "outkill --dur 30 --warm 8",
    "wear": "wear --dur 1260 --warm 20",
}
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
            for peer in chosen.peers:
                failed += run(peer, case, number)
    print(summary.markdown(summary.results(RUNS)))
    return 1 if failed else 0


def run(peer, case, number):
    print(f"round {number}: {peer} {case}", file=sys.stderr, flush=True)
    command = [COMMAND, peer, *CASES[case].split(), "--tag", f"{case}-{number}", "--runs", RUNS]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL)
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
