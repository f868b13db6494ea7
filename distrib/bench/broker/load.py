#!/usr/bin/env python3
"""Load an MQTT 3.1.1 broker: so many clients publish at QoS 1, one subscriber counts.

Prints one JSON object: messages sent, acknowledged and received, latency of the acknowledgements,
and CPU and memory of the broker's process. One thread; the messages are spread evenly in time.
"""

import argparse
import json
import os
import select
import socket
import time


def text(value):
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


def packet(kind, body):
    size, head = len(body), bytearray([kind])
    while True:
        size, digit = divmod(size, 128)
        head.append(digit | (128 if size else 0))
        if not size:
            return bytes(head) + body


class Client:
    def __init__(self, options, name):
        user = (options.user or "").replace("%n", name)
        flags, login = 2, b""
        if user:
            flags |= 0xC0
            login = text(user) + text(options.password)
        self.name, self.inbox, self.sent = name, b"", {}
        self.next_id = 0
        self.socket = socket.create_connection((options.host, options.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(packet(0x10, text("MQTT") + bytes([4, flags, 0, 60]) + text(name) + login))
        answer = self.socket.recv(4)
        if answer[:1] != b"\x20" or answer[3:] != b"\0":
            raise SystemExit(f"{name} was refused: {answer.hex()}")

    def publish(self, topic, payload):
        self.next_id = self.next_id % 65535 + 1
        self.sent[self.next_id] = time.monotonic()
        self.socket.sendall(packet(0x32, text(topic) + self.next_id.to_bytes(2, "big") + payload))

    def packets(self):
        self.inbox += self.socket.recv(1 << 18)
        at = 0
        while True:
            size, shift, here = 0, 0, at + 1
            while here < len(self.inbox):
                digit = self.inbox[here]
                size |= (digit & 127) << shift
                shift += 7
                here += 1
                if digit < 128:
                    break
            else:
                break
            if here + size > len(self.inbox):
                break
            yield self.inbox[at] & 0xF0, self.inbox[here : here + size]
            at = here + size
        self.inbox = self.inbox[at:]


def used(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    with open(f"/proc/{pid}/status") as status:
        rss = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), rss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--pid", type=int, required=True, help="the broker's process")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=int, default=2000, help="messages a second, of all clients")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--warm", type=int, default=10, help="seconds before counting")
    parser.add_argument("--bytes", type=int, default=60)
    parser.add_argument("--payload", default="1", help="filled up to the bytes")
    parser.add_argument("--user", help="%%n stands for the client's name")
    parser.add_argument("--password", default="")
    parser.add_argument("--topic", default="load/%n/value")
    parser.add_argument("--no-subscriber", action="store_true")
    options = parser.parse_args()

    poll, of = select.epoll(), {}
    clients = [Client(options, f"load{i}") for i in range(options.clients)]
    listeners = [] if options.no_subscriber else [Client(options, "listener")]
    for client in clients + listeners:
        poll.register(client.socket.fileno(), select.EPOLLIN)
        of[client.socket.fileno()] = client
    for client in listeners:
        client.socket.sendall(packet(0x82, b"\0\1" + text(options.topic.replace("%n", "+")) + b"\0"))
        answer = client.socket.recv(5)
        if answer[:1] != b"\x90" or answer[-1] > 2:
            raise SystemExit(f"the subscription was refused: {answer.hex()}")
    payload = options.payload.encode().ljust(options.bytes, b" " if options.payload != "1" else b"1")
    sent = acked = received = 0
    delays = []
    start = time.monotonic()
    counting, end = start + options.warm, start + options.warm + options.seconds
    before = None
    while (now := time.monotonic()) < end + 2:
        if before is None and now >= counting:
            before, delays = (*used(options.pid), now), []
        if now < end:
            due = int((now - start) * options.rate)
            while sent < due:
                client = clients[sent % len(clients)]
                client.publish(options.topic.replace("%n", client.name), payload)
                sent += 1
            after = (*used(options.pid), now) if end - now < 0.2 else None
            if after:
                last = after
        for number, _ in poll.poll(0.001):
            client = of[number]
            for kind, body in client.packets():
                if kind == 0x40:
                    delays.append(time.monotonic() - client.sent.pop(int.from_bytes(body[:2], "big")))
                    acked += 1
                elif kind == 0x30:
                    received += 1
    delays.sort()
    print(json.dumps({
        "clients": options.clients, "rate": options.rate, "sent": sent, "acked": acked,
        "received": received,
        "cpu_pct": round(100 * (last[0] - before[0]) / (last[2] - before[2]), 1),
        "rss_mb": round(last[1], 1), "rss_before_mb": round(before[1], 1),
        "ack_ms_p50": round(1000 * delays[len(delays) // 2], 2),
        "ack_ms_p99": round(1000 * delays[len(delays) * 99 // 100], 2),
    }))


if __name__ == "__main__":
    main()
