#!/usr/bin/env python3
"""Prints the samples of a history, one JSON array a line: channel, epoch microseconds, value, quality.

    protoc --python_out=. weir_batch_v1.proto
    weir_history.py history.db channels.tsv [channel]

Both files lie in the data directory; copy history.db while the gateway is stopped, or take it from
a backup. Needs weir_decode.py beside it, protoc and python3-protobuf.
"""
import json
import re
import sqlite3
import sys

import weir_batch_v1_pb2 as weir
from weir_decode import rows

CHANNEL_BITS = 22
ESCAPES = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}


def channel_table(path):
    """Ids by number."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    return {
        int(line[0]): re.sub(r"\\.", lambda found: ESCAPES[found[0]], line[3])
        for line in lines
        if len(line) == 5
    }


def main():
    names = channel_table(sys.argv[2])
    wanted = {n for n, name in names.items() if name in sys.argv[3:]} or set(names)
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    for key, data in database.execute("SELECT id, data FROM chunk ORDER BY id"):
        if key & (1 << CHANNEL_BITS) - 1 in wanted:
            for channel, time, value, quality in rows(weir.Batch.FromString(data)):
                shown = value.hex() if isinstance(value, bytes) else value
                print(json.dumps([names.get(channel, channel), time, shown, quality]))


if __name__ == "__main__":
    main()
