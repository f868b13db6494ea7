#!/usr/bin/python3
"""Writes the gateway's configuration for the bench into a directory.

  configuration.py DIRECTORY

One Modbus connection, one device `bench` with NREGS holding registers r0, r1... as uint16, all
polled every MS, and one uplink with the JSON codec. Ports are taken from MPORT and BPORT, the
journal's commit interval from COMMIT_MS where that is set.
"""

import json
import os
import sys
from pathlib import Path


def channel(register):
    address = {"table": "holding", "register": register, "type": "uint16"}
    return {"id": f"r{register}", "address": address}


def main():
    etc = Path(sys.argv[1])
    documents = {
        "io.weir.driver.modbus~bench.cfg.json": {
            "transport": "tcp",
            "host": "127.0.0.1",
            "port": int(os.environ["MPORT"]),
            "timeout.ms": 3000,
        },
        "io.weir.uplink.mqtt~cloud.cfg.json": {
            "url": f"mqtt://127.0.0.1:{os.environ['BPORT']}",
            "codec": "json",
        },
        "io.weir.web.cfg.json": {"host": "127.0.0.1", "port": 28443},
        "devices/bench.json": {
            "id": "bench",
            "name": "Bench",
            "connection": "bench",
            "address": {"unit": 1},
            "period": f"{os.environ['MS']}ms",
            "channels": [channel(register) for register in range(int(os.environ["NREGS"]))],
        },
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
