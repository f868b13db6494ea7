"""Resolves a SenML pack by RFC 8428, section 4.6: name, microseconds and value a line."""

import base64
import json
import sys

import cbor2

NUMBERS = {-2: "bn", -3: "bt", -4: "bu", 0: "n", 1: "u", 2: "v", 3: "vs", 4: "vb", 6: "t", 8: "vd"}

payload = sys.stdin.buffer.read()
if sys.argv[1] == "cbor":
    pack = [{NUMBERS.get(k, k): v for k, v in record.items()} for record in cbor2.loads(payload)]
else:
    pack = json.loads(payload)

name, time, unit = "", 0, ""
for record in pack:
    name = record.get("bn", name)
    time = record.get("bt", time)
    full = name + record["n"]
    micros = round((time + record.get("t", 0)) * 1e6)
    value = next(record[label] for label in ("v", "vs", "vb", "vd") if label in record)
    if "vd" in record:
        if isinstance(value, str):
            value = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        value = value.hex()
    print(full, micros, json.dumps(value), record.get("u", ""))
