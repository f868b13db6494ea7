#!/usr/bin/env python3
"""Prints the samples and events of a payload of Weir's native codec, one JSON array a line.

    protoc --python_out=. weir_batch_v1.proto
    weir_decode.py payload.bin [channels.bin]

With the dictionary (the retained message of the topic .../channels) channel ids stand in place of
numbers. Needs protoc and python3-protobuf.
"""
import json
import struct
import sys
import zlib

import weir_batch_v1_pb2 as weir

BOOLEAN, INTEGER, DOUBLE, TEXT, BYTES, FLOAT = 1, 2, 3, 4, 5, 6


def groups_of(column, size):
    return zip(*[iter(column)] * size)


def as_float(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def decimal(kind, m):
    k = kind & 15
    if kind & 48 == 16:
        return float(m) / float(f"1e{k}")
    if kind & 48 == 32:
        return float(m) * float(f"1e-{k}")
    return as_float(float(m) / float(f"1e{k}"))


def rows(batch):
    """Yields (channel number, time, value, quality) in the order of rows."""
    if batch.deflated:
        batch = weir.Batch.FromString(zlib.decompress(batch.deflated))
    channels = []
    for s, n in groups_of(batch.channels, 2):
        first = s + (channels[-1] + 1 if channels else 0)
        channels.extend(range(first, first + n))
    kinds = [kind for kind, n in groups_of(batch.kinds, 2) for _ in range(n)]
    sizes = [size for size, n in groups_of(batch.groups, 2) for _ in range(n)]
    times = []
    t = step = 0
    for i, (entry, size) in enumerate(zip(batch.times, sizes)):
        t += step + entry
        step = step + entry if i else 0
        times.extend([t] * size)
    series = []
    following = 0
    for s, n in groups_of(batch.runs, 2):
        series.extend((following + s + i) % len(channels) for i in range(n))
        following = (series[-1] + 1) % len(channels)
    qualities = []
    for skip, n, quality in groups_of(batch.qualities, 3):
        qualities.extend([0] * skip + [quality] * n)
    qualities.extend([0] * (batch.rows - len(qualities)))
    integers, floats, doubles = iter(batch.integers), iter(batch.floats), iter(batch.doubles)
    bits = (byte >> bit & 1 for byte in batch.booleans for bit in range(8))
    blob_sizes, blob_at = iter(batch.blob_sizes), 0
    previous, last = {}, 0
    for s, time, quality in zip(series, times, qualities):
        kind, value = kinds[s], None
        if quality < 128:
            if kind == INTEGER or kind >= 16:
                m = (next(integers) + previous.get(s, last) + 2**63) % 2**64 - 2**63
                previous[s] = last = m
                value = m if kind == INTEGER else decimal(kind, m)
            elif kind == BOOLEAN:
                value = bool(next(bits))
            elif kind == DOUBLE:
                value = next(doubles)
            elif kind == FLOAT:
                value = next(floats)
            else:
                size = next(blob_sizes)
                if size:
                    value = batch.blobs[blob_at : blob_at + size - 1]
                    blob_at += size - 1
                    value = value.decode() if kind == TEXT else value
        yield channels[s], time, value, quality


def main():
    payload = weir.Payload.FromString(open(sys.argv[1], "rb").read())
    names = {}
    if len(sys.argv) > 2:
        dictionary = weir.Channels.FromString(open(sys.argv[2], "rb").read())
        names = {channel.number: channel.id for channel in dictionary.channels}
    for channel, time, value, quality in rows(payload.samples):
        shown = value.hex() if isinstance(value, bytes) else value
        print(json.dumps([names.get(channel, channel), time, shown, quality]))
    for event in payload.events:
        print(json.dumps([event.type, event.source, event.severity, event.time, event.message]))


if __name__ == "__main__":
    main()
