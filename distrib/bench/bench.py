#!/usr/bin/python3
"""Runs one peer through one scenario and prints what was measured as one JSON object.

A Modbus TCP server stamps every register with the time of the read and logs every read; the peer
polls it and publishes over MQTT; a subscriber logs every sample. Each sample served is matched to
each received, so that loss, duplicates and latency are exact. CPU and memory are the peer's alone.

  steady   measured for --dur seconds
  outage   broker down for 20 s, then --dur seconds more
  kill     SIGKILL, started again after 2 s, then --dur seconds more
  outkill  broker down; SIGKILL after 15 s, restart, broker back 10 s later, then --dur seconds more
  wear     the peer's directory on a block device of its own; what is written there in --dur seconds

Run it through scripts/bench, which builds what is missing and makes the private name spaces.
"""

import argparse
import json
import signal
import subprocess
import sys
from pathlib import Path

from rig.processes import BENCH
from rig.run import RUNS, SCENARIOS, Run


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return number


def options():
    peers = sorted(script.stem for script in (BENCH / "peers").glob("*.sh"))
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("peer", choices=peers)
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--regs", type=positive, default=1000, help="holding registers (1000)")
    parser.add_argument("--ms", type=positive, default=1000, help="poll period (1000)")
    parser.add_argument("--dur", type=positive, default=60, help="seconds; see above (60)")
    parser.add_argument("--warm", type=int, default=20, help="seconds before measuring (20)")
    parser.add_argument("--unit", type=positive, help="ms a register counts in (1, or 2 from 10k)")
    parser.add_argument("--commit-ms", type=positive, help="commit interval, of weir only (1000)")
    parser.add_argument(
        "--devices", type=positive, default=1, help="devices, a connection each, of weir only (1)"
    )
    parser.add_argument("--mount", default="noatime", help="mount options of wear (noatime)")
    parser.add_argument("--tag", default="", help="added to the result's name")
    parser.add_argument("--runs", type=Path, default=RUNS, help="where results go")
    parser.add_argument("--topic", default="#", help="what the subscriber takes (#)")
    parser.add_argument("--first-timeout", type=positive, default=90, help="seconds (90)")
    parser.add_argument("--accounting", choices=("v1", "v2", "proc"), help="default: best there is")
    return parser.parse_args()


def main():
    # So that a terminated run, too, stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        result = Run(options()).execute()
    except (OSError, RuntimeError, subprocess.SubprocessError) as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
