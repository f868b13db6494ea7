#!/usr/bin/python3
"""Writes the gateway's configuration for the bench into a directory.

  configuration.py DIRECTORY

One Modbus connection, one device `bench` with NREGS holding registers r0, r1... as uint16, all
polled every MS, and one uplink with the JSON codec. Ports are taken from MPORT and BPORT, the
journal's commit interval from COMMIT_MS where that is set. With DEVICES the registers are spread
over so many devices, each on a connection of its own.
"""

import json
import os
import sys
from pathlib import Path


def channel(register):
    address = {"table": "holding", "register": register, "type": "uint16"}
    return {"id": f"r{register}", "address": address}


def device(name, registers):
    """A connection and the one device on it."""
    return {
        f"io.weir.driver.modbus~{name}.cfg.json": {
            "transport": "tcp",
            "host": "127.0.0.1",
            "port": int(os.environ["MPORT"]),
            "timeout.ms": 3000,
        },
        f"devices/{name}.json": {
            "id": name,
            "name": "Bench",
            "connection": name,
            "address": {"unit": 1},
            "period": f"{os.environ['MS']}ms",
            "channels": [channel(register) for register in registers],
        },
    }


def devices():
    registers, count = int(os.environ["NREGS"]), int(os.environ.get("DEVICES", "1"))
    documents = {}
    for index in range(count):
        share = range(registers * index // count, registers * (index + 1) // count)
        documents |= device("bench" if count == 1 else f"bench{index}", share)
    return documents


def main():
    etc = Path(sys.argv[1])
    documents = devices() | {
        "io.weir.uplink.mqtt~cloud.cfg.json": {
            "url": f"mqtt://127.0.0.1:{os.environ['BPORT']}",
            "codec": "json",
        },
        "io.weir.web.cfg.json": {"host": "127.0.0.1", "port": 28443},
    }
    if "COMMIT_MS" in os.environ:
        commit = int(os.environ["COMMIT_MS"])
        documents["io.weir.store.cfg.json"] = {"commit.interval.ms": commit}
    for name, document in documents.items():
        path = etc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
