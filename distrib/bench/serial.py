#!/usr/bin/python3
"""Measures a gateway on an emulated RTU bus of a given speed, against the plan it makes of it.

A pseudo terminal is the line: a slave answers on it that takes as long for each request and answer as
the characters would at that speed, and then the turnaround. Some of its units are dead. What the
gateway says its bus was busy, what its plan predicts, and how many polls of the living devices were
skipped, is printed as one JSON object last.

The slave shares the machine with the gateway: a busy machine makes the line slower than it says.
"""

import argparse
import http.client
import json
import os
import shutil
import ssl
import struct
import subprocess
import sys
import threading
import time
import tty

from rig.processes import BENCH, TOOLS

WORK = TOOLS / "serial"
PORT = 28444
REGISTERS = 10
BITS_PER_CHARACTER = 10  # 8N1: all that a pseudo terminal takes.


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/bench serial",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--devices", type=int, default=30, help="units on the bus (30)")
    parser.add_argument("--dead", type=int, default=3, help="of these, never answering (3)")
    parser.add_argument("--baud", type=int, default=19200, help="19200")
    parser.add_argument("--period", type=int, default=1500, help="ms between polls (1500)")
    parser.add_argument("--turnaround", type=int, default=5, help="ms of the slave (5)")
    parser.add_argument("--warm", type=int, default=90, help="seconds before measuring (90)")
    parser.add_argument("--dur", type=int, default=120, help="seconds measured (120)")
    chosen = parser.parse_args()
    if not (0 <= chosen.dead < chosen.devices <= 247 and chosen.dur > 0):
        parser.error("1 to 247 devices, not all of them dead")
    return chosen


def checksum(frame):
    value = 0xFFFF
    for byte in frame:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return struct.pack("<H", value)


def sleep_until(moment):
    while (left := moment - time.perf_counter()) > 0:
        time.sleep(left)


class Slave(threading.Thread):
    """The living units behind the line; answers holding register n with unit * 100 + n."""

    def __init__(self, chosen):
        super().__init__(daemon=True)
        self.character = BITS_PER_CHARACTER / chosen.baud
        self.turnaround = chosen.turnaround / 1000
        self.living = range(1, chosen.devices - chosen.dead + 1)
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        self.keep = theirs  # Else the line hangs up while nobody has it open.
        self.busy = 0.0

    def run(self):
        pending = b""
        while True:
            pending += os.read(self.ours, 256)
            begun = time.perf_counter()
            if len(pending) < 8:
                continue
            request, pending = pending[:8], b""
            unit, function, start, count = struct.unpack(">BBHH", request[:6])
            sent = begun + 8 * self.character
            if checksum(request[:6]) != request[6:] or function != 3 or unit not in self.living:
                self.busy += sent - begun
                continue
            values = [unit * 100 + start + i & 0xFFFF for i in range(count)]
            answer = struct.pack(f">BBB{count}H", unit, function, 2 * count, *values)
            answer += checksum(answer)
            sleep_until(sent + self.turnaround + len(answer) * self.character)
            os.write(self.ours, answer)
            self.busy += time.perf_counter() - begun


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def configure(chosen, line):
    etc = WORK / "etc"
    connection = {
        "transport": "rtu",
        "port.name": line,
        "baud": chosen.baud,
        "parity": "none",
        "stop.bits": 1,
        "timeout.ms": 300,
        "assumed.turnaround.ms": chosen.turnaround,
    }
    write(etc / "io.weir.driver.modbus~line.cfg.json", connection)
    write(etc / "io.weir.web.cfg.json", {"host": "127.0.0.1", "port": PORT})
    for unit in range(1, chosen.devices + 1):
        channels = [
            {"id": f"r{n}", "address": {"table": "holding", "register": n, "type": "uint16"}}
            for n in range(REGISTERS)
        ]
        device = {
            "id": f"u{unit}",
            "connection": "line",
            "period": f"{chosen.period}ms",
            "address": {"unit": unit},
            "channels": channels,
        }
        write(etc / "devices" / f"u{unit}.json", device)


class Api:
    """The gateway's API on loopback, whose certificate nobody has signed."""

    def __init__(self):
        self.headers = {"Content-Type": "application/json"}
        code = (WORK / "data/security/first-access-code").read_text().strip()
        answer, _ = self.send("POST", "session", json.dumps({"code": code}), 201)
        self.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]

    def send(self, method, path, body, expected):
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", PORT, context=context)
        try:
            connection.request(method, f"/api/{path}", body, self.headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != expected:
            raise RuntimeError(f"{path} was answered with {answer.status}: {content[:200]}")
        return answer, content

    def get(self, path):
        return json.loads(self.send("GET", path, None, 200)[1])


def signed_in():
    deadline = time.monotonic() + 60
    while True:
        try:
            return Api()
        except (OSError, RuntimeError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def counters(api):
    parts = api.get("status")["parts"]
    devices = {p["part"][7:]: p["counters"] for p in parts if p["part"].startswith("device/")}
    return devices, api.get("connections/line")["counters"]


def total(before, after, units, name):
    return sum(after[unit][name] - before[unit][name] for unit in units)


def measure(chosen, slave):
    api = signed_in()
    time.sleep(chosen.warm)
    living = [f"u{unit}" for unit in slave.living]
    devices, line = counters(api)
    wire, begin = slave.busy, time.monotonic()
    time.sleep(chosen.dur)
    devices_after, line_after = counters(api)
    elapsed = time.monotonic() - begin
    plan = api.get("connections/line/plan")
    polls = total(devices, devices_after, living, "polls")
    measured = (line_after["busy-us"] - line["busy-us"]) / 1e6 / elapsed
    wrong = [
        value
        for value in api.get("live")["values"]
        if value["quality"] == "good" and value["value"] != expected(value["channel"])
    ]
    return {
        "devices": chosen.devices,
        "dead": chosen.dead,
        "baud": chosen.baud,
        "period_ms": chosen.period,
        "seconds": round(elapsed, 1),
        "polls_of_living": polls,
        "polls_due": round(len(living) * elapsed * 1000 / chosen.period, 1),
        "skipped_by_living": total(devices, devices_after, living, "skipped"),
        "timeouts_of_living": total(devices, devices_after, living, "timeouts"),
        "wrong_values": len(wrong),
        "silent": sum(device["silent"] for device in plan["devices"]),
        "predicted_utilisation": round(plan["utilisation"], 4),
        "measured_utilisation": round(measured, 4),
        "predicted_to_measured": round(plan["utilisation"] / measured, 3),
        "slave_utilisation": round((slave.busy - wire) / elapsed, 4),
    }


def expected(channel):
    unit, register = channel[1:].split("/r")
    return int(unit) * 100 + int(register)


def main():
    chosen = options()
    shutil.rmtree(WORK, ignore_errors=True)
    slave = Slave(chosen)
    configure(chosen, slave.path)
    slave.start()
    weir = BENCH.parent / "gateway/target/weir/bin/weir"
    command = [weir, "--etc", WORK / "etc", "--data", WORK / "data", "--cache", WORK / "cache"]
    with open(WORK / "weir.log", "w") as log:
        gateway = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        result = measure(chosen, slave)
    finally:
        gateway.terminate()
        gateway.wait()
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
