#!/usr/bin/python3
"""Measures how a gateway drains a backlog while live data go on.

The gateway polls many registers with no broker there until so many samples wait in its journal. Then
only a few registers are left, polled ten times a second; the broker starts, and a subscriber notes
when each message comes. Afterwards, with the gateway gone, a bare Paho client publishes as many
messages of the same sizes, with the same window, to a broker and subscriber begun anew: that is what
the broker takes. One JSON object is printed last.

With --link the gateway reaches the broker through a link of so many bytes a second.
"""

import argparse
import json
import re
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from rig.processes import BENCH, TOOLS

WORK = TOOLS / "drain"
LIVE = "live"
BULK = "bulk"
LIVE_MS = 100


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/bench drain",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--samples", type=int, default=1_000_000, help="backlog (1000000)")
    parser.add_argument("--regs", type=int, default=5000, help="registers that pile up (5000)")
    parser.add_argument("--live", type=int, default=100, help="registers that go on (100)")
    parser.add_argument("--link", type=int, default=0, help="bytes a second; 0 for no limit (0)")
    parser.add_argument("--patience", type=int, default=600, help="seconds a drain may take (600)")
    return parser.parse_args()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def device(name, registers, period, port):
    etc = WORK / "etc"
    connection = {"transport": "tcp", "host": "127.0.0.1", "port": port, "timeout.ms": 3000}
    write(etc / f"io.weir.driver.modbus~{name}.cfg.json", connection)
    channels = [
        {"id": f"r{n}", "address": {"table": "holding", "register": n, "type": "uint16"}}
        for n in range(registers)
    ]
    document = {
        "id": name,
        "connection": name,
        "address": {"unit": 1},
        "period": f"{period}ms",
        "channels": channels,
    }
    write(etc / f"devices/{name}.json", document)


class Broker:
    """mosquitto, with a subscriber that notes every message."""

    def __init__(self, port, name, topic="#"):
        self.folder = WORK / name
        self.folder.mkdir(parents=True)
        self.port, self.topic = port, topic
        conf = self.folder / "mosquitto.conf"
        conf.write_text(
            f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            "max_queued_messages 0\nmax_inflight_messages 0\nlog_type error\n"
        )
        self.broker = subprocess.Popen(["mosquitto", "-c", conf])
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        self.notes = self.folder / "received"
        command = ["mosquitto_sub", "-V", "mqttv5", "-p", str(port), "-q", "1", "-t", topic]
        with open(self.notes, "wb") as out:
            form = r"%U|%t|%l|%P|%p"
            self.subscriber = subprocess.Popen([*command, "-F", form], stdout=out)
        time.sleep(0.5)

    def stop(self):
        self.subscriber.terminate()
        self.subscriber.wait()
        self.broker.terminate()
        self.broker.wait()


class Link(threading.Thread):
    """Passes bytes to the broker at a rate, and what comes back at once."""

    def __init__(self, port, to, rate):
        super().__init__(daemon=True)
        self.to, self.rate = to, rate
        self.listener = socket.create_server(("127.0.0.1", port))

    def run(self):
        while True:
            client, _ = self.listener.accept()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            try:
                broker = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                client.close()
                continue
            for pair in ((client, broker, self.rate), (broker, client, 0)):
                threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    @staticmethod
    def pass_on(source, sink, rate):
        try:
            while data := source.recv(max(256, rate // 50) if rate else 65536):
                sink.sendall(data)
                if rate:
                    time.sleep(len(data) / rate)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def served(log):
    """Registers read so far."""
    data = log.read_bytes()
    whole = len(data) // 16 * 16
    return sum(count for _, _, count in struct.iter_unpack("<qii", data[:whole]))


def rss_kb(pid):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1))


class Memory(threading.Thread):
    """Looks at the gateway's memory four times a second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.seen, self.going = pid, [], True

    def run(self):
        while self.going:
            self.seen.append((time.time(), rss_kb(self.pid)))
            time.sleep(0.25)

    def median(self, begin, end):
        within = [kb for at, kb in self.seen if begin <= at <= end]
        return round(statistics.median(within) / 1024, 1) if within else None

    def most(self, begin, end):
        return round(max(kb for at, kb in self.seen if begin <= at <= end) / 1024, 1)


def parse(line):
    arrival, topic, size, properties, payload = line.split(b"|", 4)
    return float(arrival), topic.decode(), int(size), properties.decode(), payload


def messages(notes):
    with open(notes, "rb") as lines:
        for line in lines:
            if line.count(b"|") >= 4 and line.endswith(b"\n"):
                yield parse(line)


def times(block):
    stamp = block["time"]
    return stamp if isinstance(stamp, list) else [stamp]


def cells(block):
    return sum(len(c) if isinstance(c, list) else 1 for c in block["values"].values())


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


class Drain:
    """What the subscriber has noted of the gateway; ages are of what was sampled once it had come."""

    def __init__(self, notes):
        since = next(messages(notes))[0]
        self.backlog, self.ages, self.sizes, self.spans, self.at = 0, [], [], [], []
        for arrival, topic, size, properties, payload in messages(notes):
            if not topic.endswith("/telemetry"):
                continue
            document = json.loads(payload)
            self.spans.append((document["first"], document["last"]))
            old = 0
            for block in document["blocks"]:
                if block["device"] == BULK:
                    old += cells(block)
                else:
                    taken = [each / 1e6 for each in times(block)]
                    self.ages += [(arrival, arrival - at) for at in taken if at > since]
            if old:
                self.backlog += old
                self.sizes.append(size)
                self.at.append(arrival)

    def missing(self):
        """Sequences that never came, and copies."""
        missing, copies, reached = 0, 0, 0
        for first, last in sorted(self.spans):
            if first <= reached:
                copies += 1
            missing += max(0, first - reached - 1)
            reached = max(reached, last)
        return missing, copies


def bare(sizes):
    """What the broker takes of the same messages from a bare client."""
    port = free_port()
    broker = Broker(port, "bare")
    try:
        jars = (BENCH.parent / "gateway/target/weir/bundles").glob("*paho*")
        jar = next(each for each in jars if "mqttv3" not in each.name)
        (WORK / "sizes").write_text("\n".join(map(str, sizes)))
        command = ["java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", str(jar)]
        command += [str(BENCH / "drain/BarePublisher.java"), str(port), str(WORK / "sizes"), "16"]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        return json.loads(answer.stdout)
    finally:
        broker.stop()


def main():
    chosen = options()
    shutil.rmtree(WORK, ignore_errors=True)
    modbus, broker_port = free_port(), free_port()
    uplink_port = broker_port
    if chosen.link:
        uplink_port = free_port()
        Link(uplink_port, broker_port, chosen.link).start()
    device(BULK, chosen.regs, 100, modbus)
    device(LIVE, chosen.live, LIVE_MS, modbus)
    write(WORK / "etc/io.weir.web.cfg.json", {"host": "127.0.0.1", "port": free_port()})
    write(
        WORK / "etc/io.weir.uplink.mqtt~cloud.cfg.json",
        {"url": f"mqtt://127.0.0.1:{uplink_port}", "codec": "json", "in.flight": 16},
    )
    log = WORK / "served.bin"
    server = subprocess.Popen(
        [TOOLS / "bin/mbserver", str(modbus), str(max(chosen.regs, 1000)), log, "1000"]
    )
    weir = BENCH.parent / "gateway/target/weir/bin/weir"
    command = [weir, "--etc", WORK / "etc", "--data", WORK / "data", "--cache", WORK / "cache"]
    with open(WORK / "weir.log", "w") as out:
        gateway = subprocess.Popen([*command, "--id", "bench"], stdout=out, stderr=out)
    broker = None
    try:
        deadline = time.monotonic() + 300
        while served(log) < chosen.samples * 1.02:
            if time.monotonic() > deadline or gateway.poll() is not None:
                raise RuntimeError("the backlog does not grow; see weir.log")
            time.sleep(0.5)
        (WORK / f"etc/devices/{BULK}.json").unlink()
        time.sleep(20)
        memory = Memory(gateway.pid)
        memory.start()
        time.sleep(5)
        begin = time.time()
        broker = Broker(broker_port, "drained", "weir/#")
        started = time.time()
        previous, quiet = -1, 0
        deadline = time.monotonic() + chosen.patience
        # It is over when nothing but live data came for a while.
        while quiet < 20:
            if time.monotonic() > deadline:
                raise RuntimeError("the drain takes too long")
            time.sleep(0.5)
            with open(broker.notes, "rb") as notes:
                notes.seek(max(0, previous))
                fresh = notes.read()
            quiet = 0 if b'"' + BULK.encode() + b'"' in fresh or previous <= 0 else quiet + 1
            previous = broker.notes.stat().st_size
        end = time.time()
        memory.going = False
        gateway.send_signal(signal.SIGTERM)
        gateway.wait()
        broker.stop()
        broker = None
        drain = Drain(WORK / "drained/received")
        seconds = drain.at[-1] - drain.at[0]
        during = [age for at, age in drain.ages if at <= drain.at[-1] + 1]
        missing, copies = drain.missing()
        result = {
            "backlog_samples": drain.backlog,
            "backlog_messages": len(drain.sizes),
            "backlog_mb": round(sum(drain.sizes) / 1e6, 2),
            "drain_seconds": round(seconds, 3),
            "samples_per_s": round(drain.backlog / seconds),
            "drain_mb_per_s": round(sum(drain.sizes) / seconds / 1e6, 2),
            "connect_to_first_s": round(drain.at[0] - started, 2),
            "live_samples_during": len(during),
            "live_age_p50_s": round(percentile(during, 0.5) or 0, 3),
            "live_age_p99_s": round(percentile(during, 0.99) or 0, 3),
            "live_age_max_s": round(max(during, default=0), 3),
            "live_age_after_p50_s": round(
                percentile([age for at, age in drain.ages if at > drain.at[-1] + 1], 0.5) or 0, 3
            ),
            "rss_before_mb": memory.median(begin - 5, begin),
            "rss_most_mb": memory.most(begin, end),
            "rss_after_mb": memory.median(end - 5, end),
            "missing_sequences": missing,
            "copies": copies,
            "link_bytes_per_s": chosen.link,
        }
        taken = bare(drain.sizes)
        result["bare_paho_seconds"] = round(taken["seconds"], 3)
        result["bare_paho_mb_per_s"] = round(sum(drain.sizes) / taken["seconds"] / 1e6, 2)
        result["drain_to_bare"] = round(taken["seconds"] / seconds, 3)
        print(json.dumps(result))
        return 1 if missing else 0
    finally:
        gateway.kill()
        server.terminate()
        if broker:
            broker.stop()


if __name__ == "__main__":
    sys.exit(main())
