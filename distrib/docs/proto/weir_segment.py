#!/usr/bin/env python3
"""Prints the entries of a segment of the journal, one JSON array a line.

    protoc --python_out=. weir_batch_v1.proto
    weir_segment.py 000001.seg

Samples: sequence, boot, channel, microseconds of that boot, value, quality. Events: sequence, boot,
type, source, severity, microseconds of that boot, message. Ends at the first record that is not
whole, which is where the journal ends, or where it is damaged. Needs weir_decode.py beside it,
protoc and python3-protobuf.
"""
import json
import struct
import sys

import weir_batch_v1_pb2 as weir
from weir_decode import rows

SEGMENT = struct.Struct("<8sIIQQ32x")
RECORD = struct.Struct("<IIQqIB3x")
BATCH, EVENT, CHANNELS = 1, 2, 4


def crc_of(byte):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


CRC = [crc_of(byte) for byte in range(256)]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC[(crc ^ byte) & 255] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def records(data):
    """Yields (kind, sequence, boot, payload)."""
    magic, checksum, _, segment, _ = SEGMENT.unpack_from(data)
    if magic != b"WEIRSEG1" or checksum != crc32c(data[12 : SEGMENT.size]):
        sys.exit("no segment that is in use")
    at = SEGMENT.size
    while at + RECORD.size <= len(data):
        checksum, length, sequence, _, boot, kind = RECORD.unpack_from(data, at)
        end = at + RECORD.size + length
        if end > len(data) or checksum != crc32c(struct.pack("<Q", segment) + data[at + 4 : end]):
            break
        yield kind, sequence, boot, data[at + RECORD.size : end]
        at = end
    print(f"ends at byte {at} of {len(data)}", file=sys.stderr)


def main():
    names = {}
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    for kind, sequence, boot, payload in records(data):
        if kind == CHANNELS:
            names.update((channel.number, channel.id) for channel in channels(payload))
        elif kind == BATCH:
            for channel, time, value, quality in rows(weir.Batch.FromString(payload)):
                shown = value.hex() if isinstance(value, bytes) else value
                print(json.dumps([sequence, boot, names.get(channel, channel), time, shown, quality]))
        elif kind == EVENT:
            event = weir.Event.FromString(payload)
            what = [event.type, event.source, event.severity, event.time, event.message]
            print(json.dumps([sequence, boot, *what]))


def channels(payload):
    """The dictionary has them as field 2, the record as field 1: the key of each is the difference."""
    at = 0
    while at < len(payload):
        at += 1
        size = shift = 0
        while True:
            byte = payload[at]
            at += 1
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        yield weir.Channel.FromString(payload[at : at + size])
        at += size


if __name__ == "__main__":
    main()
