#!/usr/bin/python3
"""Prints the medians of many runs as Markdown tables: scripts/bench summary [DIRECTORY]."""

import argparse
import json
import os
import platform
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from rig.processes import TOOLS

ORDER = ("weir", "nodered-sqlite", "nodered", "camel")
FAULTS = ("outage", "kill", "outkill")

STEADY_COLUMNS = {
    "first publish s": ("first_publish_s", 2),
    "CPU s to it": ("first_publish_cpu_s", 2),
    "CPU %": ("cpu_pct", 2),
    "CPU us/sample": ("cpu_us_per_sample", 2),
    "RSS MB": ("rss_mb", 0),
    "PSS MB": ("pss_mb", 0),
    "private MB": ("anon_mb", 0),
    "samples/s": ("samples_per_s", 0),
    "kept %": ("kept_pct", 1),
    "p50 ms": ("lat_ms.p50", 0),
    "p99 ms": ("lat_ms.p99", 0),
    "payload B/sample": ("payload_B_per_sample", 1),
    "wire B/sample": ("wire_B_per_sample", 1),
}
FAULT_COLUMNS = {
    "duplicates %": ("dup_pct", 2),
    "first poll s": ("restart_first_poll_s", 2),
    "first new publish s": ("restart_first_new_publish_s", 2),
    "worst delay s": ("max_delay_s", 1),
}
WEAR_COLUMNS = {
    "GB/day": ("device_gb_per_day", 2),
    "B/sample": ("device_bytes_per_sample", 1),
    "writes/s": ("device_writes_per_s", 1),
    "flushes/s": ("device_flushes_per_s", 2),
    "measured s": ("device_seconds", 0),
    "lost": ("loss_total.lost", 0),
}


def results(directory):
    """Every result in the directory, with the derived figures the tables show."""
    found = []
    for path in sorted(Path(directory).glob("*.json")):
        result = json.loads(path.read_text())
        if "samples_per_s" in result:
            result["kept_pct"] = 100 * result["samples_per_s"] / result["offered_per_s"]
        if "max_delay_after_outage_ms" in result:
            result["max_delay_s"] = result["max_delay_after_outage_ms"] / 1000
        if "device_bytes_per_day" in result:
            result["device_gb_per_day"] = result["device_bytes_per_day"] / 1e9
        found.append(result)
    return found


def markdown(runs):
    """The tables of these runs."""
    groups = defaultdict(list)
    for run in runs:
        groups[run["scenario"], run["regs"], run["ms"], run["peer"]].append(run)
    parts = [machine(runs)]
    for regs, ms in sorted({(r, m) for s, r, m, _ in groups if s == "steady"}):
        rows = [
            [peer, str(len(group)), *medians(group, STEADY_COLUMNS)]
            for peer, group in chosen(groups, "steady", regs, ms)
        ]
        parts.append(f"**steady, {regs:,} registers every {ms} ms**")
        parts.append(table(["peer", "runs", *STEADY_COLUMNS], rows))
    rows = [
        [scenario, f"{regs:,} / {ms} ms", peer, *losses(group), *medians(group, FAULT_COLUMNS)]
        for scenario in FAULTS
        for regs, ms in sorted({(r, m) for s, r, m, _ in groups if s == scenario})
        for peer, group in chosen(groups, scenario, regs, ms)
    ]
    if rows:
        head = ["fault", "registers", "peer", "lost of served, each run", "unmatched"]
        parts.append("**faults**")
        parts.append(table([*head, *FAULT_COLUMNS], rows))
    rows = [
        [f"{regs:,} / {ms} ms", peer, str(len(group)), *medians(group, WEAR_COLUMNS)]
        for regs, ms in sorted({(r, m) for s, r, m, _ in groups if s == "wear"})
        for peer, group in chosen(groups, "wear", regs, ms)
    ]
    if rows:
        parts.append("**written to the block device**")
        parts.append(table(["registers", "peer", "runs", *WEAR_COLUMNS], rows))
    return "\n\n".join(parts)


def machine(runs):
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    idle = [run["machine_idle_pct"] for run in runs if "machine_idle_pct" in run]
    spare = f"; machine idle {min(idle):.0f} to {max(idle):.0f} % while measuring" if idle else ""
    return f"{os.cpu_count()} cores of {model}, Linux {platform.release()}{spare}. Medians."


def chosen(groups, scenario, regs, ms):
    peers = [peer for s, r, m, peer in groups if (s, r, m) == (scenario, regs, ms)]
    known = sorted(peers, key=lambda peer: (peer not in ORDER, peer in ORDER and ORDER.index(peer)))
    return [(peer, groups[scenario, regs, ms, peer]) for peer in known]


def losses(group):
    """Lost of served for each run by itself: a median would hide one bad run in three."""
    each = [run["loss_total"] for run in group if "loss_total" in run]
    lost = ", ".join(f"{loss['lost']:,} of {loss['served']:,}" for loss in each)
    return [lost, str(max(run["unmatched_values"] for run in group))]


def medians(group, columns):
    return [cell(group, path, digits) for path, digits in columns.values()]


def cell(group, path, digits):
    values = [value for run in group if (value := lookup(run, path)) is not None]
    return f"{median(values):,.{digits}f}" if values else "-"


def lookup(result, path):
    for key in path.split("."):
        result = result.get(key) if isinstance(result, dict) else None
    return result


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench summary", description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, default=TOOLS / "rounds")
    directory = parser.parse_args().directory
    found = results(directory)
    if not found:
        print(f"bench: no results in {directory}", file=sys.stderr)
        return 1
    print(markdown(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
