#!/usr/bin/env python3
"""Flood an MQTT broker on loopback that asks for no password, and watch a neighbour and the memory.

One connection after the other from 200 addresses, each with something that is no MQTT, a topic that
is not UTF-8, or 10 MB in one message. A neighbour publishes at QoS 1 meanwhile and must be
acknowledged each time. Prints one JSON object.
"""

import argparse
import json
import os
import socket
import time

CONNECT = bytes.fromhex("100c00044d515454040200000000")
NEIGHBOUR = bytes.fromhex("100e00044d5154540402003c00026e62")
BAD = [CONNECT + bytes.fromhex(end) for end in ("30050002c32878", "30ffffffff7f", "f000", "20020000")]
BAD += [b"GET / HTTP/1.1\r\n\r\n", os.urandom(200)]
LARGE = CONNECT + bytes.fromhex("3283808005") + b"\0\1x\0\1" + bytes(10 << 20)


def rss(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--pid", type=int, required=True, help="the broker's process")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    neighbour = socket.create_connection(("127.0.0.1", options.port))
    neighbour.sendall(NEIGHBOUR)
    neighbour.recv(4)
    count = resets = sent = acked = 0
    memory, start, looked = [], time.monotonic(), 0
    while (now := time.monotonic()) < start + options.seconds:
        source = (f"127.0.0.{2 + count % 200}", 0)
        try:
            with socket.create_connection(("127.0.0.1", options.port), 5, source) as client:
                client.sendall(LARGE if count % 7 == 6 else BAD[count % 6])
        except OSError:
            resets += 1
        count += 1
        if count % 20 == 0:
            sent += 1
            neighbour.sendall(b"\x32\x08\0\1x" + (sent % 65535 + 1).to_bytes(2, "big") + b"abc")
            acked += neighbour.recv(4)[:1] == b"\x40"
        if now - looked > 10:
            looked = now
            memory.append(rss(options.pid))
    print(json.dumps({
        "connections": count, "resets": resets, "neighbour_sent": sent, "neighbour_acked": acked,
        "rss_mb": memory, "rss_end_mb": rss(options.pid),
    }))


if __name__ == "__main__":
    main()
