#!/usr/bin/python3
"""Measures how long the store takes to open when an uplink was away until the journal was this big.

A store fills its journal with 1,000 channels at 1 Hz that nobody sends, and ends without closing
anything; the history keeps up as far as it can. What the page cache has of it is dropped, then the
store is opened, --rounds times. Prints one JSON object last.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys

from rig.processes import TOOLS
from rig.store import command

WORK = TOOLS / "recovery"


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/bench recovery",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--mb", type=int, default=1024, help="MiB of journal (1024)")
    parser.add_argument("--rounds", type=int, default=3, help="3")
    chosen = parser.parse_args()
    if not (1 <= chosen.mb <= 4096 and chosen.rounds >= 1):
        parser.error("1 to 4096 MiB, at least one round")
    return chosen


def run(*arguments):
    done = subprocess.run(command("RecoveryMain", *arguments), stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"the store ended with {done.returncode}")
    return done.stdout


def forget(directory):
    """Has the kernel drop what it has of these files in memory."""
    for path in directory.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def main():
    chosen = options()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    full = WORK / "full"
    opened = []
    try:
        run(full, chosen.mb)
        for _ in range(chosen.rounds):
            forget(full)
            opened.append(json.loads(run(full).splitlines()[-1]))
            print(opened[-1], file=sys.stderr, flush=True)
    except (OSError, RuntimeError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    worst = max(opened, key=lambda each: each["recovery_ms"])
    print(json.dumps({"recovery_ms_max": worst["recovery_ms"], "rounds": len(opened)} | opened[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
