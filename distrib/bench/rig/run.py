"""One run: a peer through a scenario, and everything measured on the way."""

import json
import re
import shutil
import subprocess
import sys
import time

import numpy as np

from rig import accounting, matching
from rig.device import MeasuredDevice
from rig.matching import Timeline
from rig.processes import BROKER_PORT, TOOLS, Peer, Rig

RUNS = TOOLS / "runs"
# Logs above this size are not kept once they are matched.
KEEP_BYTES = 50_000_000
DAY = 86_400


class Run:
    def __init__(self, options):
        self.options = options
        tag = f"-{options.tag}" if options.tag else ""
        self.name = f"{options.peer}-{options.scenario}-{options.regs}r-{options.ms}ms{tag}"
        self.directory = options.runs.absolute() / self.name
        self.unit_ms = options.unit or (2 if options.regs >= 10_000 else 1)
        self.timeline = Timeline(started=time.time())
        self.measured = {}
        self.device = None
        self.start_cpu = 0.0

    def execute(self):
        """Runs everything; returns the result, which is also kept as a file."""
        options = self.options
        shutil.rmtree(self.directory, ignore_errors=True)
        work = self.directory / "work"
        work.mkdir(parents=True)
        if options.scenario == "wear":
            image = self.directory / "device.img"
            self.device = MeasuredDevice(image, work, options=options.mount)
        group = accounting.open_group(f"weir-bench-{time.monotonic_ns()}", options.accounting)
        self.rig = Rig(self.directory, options.regs, self.unit_ms, options.topic)
        self.peer = Peer(
            options.peer,
            group,
            self.directory,
            work,
            options.regs,
            options.ms,
            options.commit_ms,
            options.devices,
        )
        try:
            self.peer.prepare()
            self.rig.start()
            self.timeline.started = time.time()
            self._start_peer("start")
            self._await_first_sample()
            time.sleep(options.warm)
            self.mark("measure")
            SCENARIOS[options.scenario](self)
            self.mark("end")
            self.timeline.ended = time.time()
            processes = len(group.pids())
        finally:
            self.peer.kill()
            time.sleep(0.3)
            self.rig.stop()
            group.close()
            if self.device:
                self.device.close()
        result = self._result(group.kind, processes)
        kept = self.directory.with_name(f"{self.name}.json")
        kept.write_text(json.dumps(result, indent=1) + "\n")
        self._drop_large_logs()
        return result

    def mark(self, event):
        now = time.time()
        self.timeline.events.append((event, round(now - self.timeline.started, 2)))
        print(f"[{now - self.timeline.started:7.2f}] {event}", file=sys.stderr, flush=True)

    def _start_peer(self, event):
        self.peer.start()
        self.mark(event)

    def _await_first_sample(self):
        log = self.directory / "received.bin"
        deadline = time.monotonic() + self.options.first_timeout
        while log.stat().st_size == 0:
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"no sample from {self.options.peer} in {self.options.first_timeout} s;"
                    f" see {self.peer.log}"
                )
            time.sleep(0.1)
        self.start_cpu = round(self.peer.group.cpu().total, 2)

    def measure(self, seconds):
        """Watches the peer for a while: CPU, memory, bytes sent, and how busy the machine is."""
        group, rig = self.peer.group, self.rig.processes
        begin = time.time()
        cpu, wire, ticks = group.cpu(), self._wire(), accounting.machine_ticks()
        others = {name: accounting.process_cpu(p.pid) for name, p in rig.items()}
        memory = []
        while (left := seconds - (time.time() - begin)) > 0:
            time.sleep(min(2, left))
            memory.append(group.memory())
        end = time.time()
        after, wire_after = group.cpu(), self._wire()
        spent = np.subtract(accounting.machine_ticks(), ticks)
        elapsed = end - begin

        def percent(seconds_of_cpu):
            return round(100 * seconds_of_cpu / elapsed, 2)

        self.timeline.window = (begin, end)
        self.measured = {
            "cpu_pct": percent(after.total - cpu.total),
            "user_pct": percent(after.user - cpu.user),
            "sys_pct": percent(after.system - cpu.system),
            "rss_mb": round(float(np.median([m.rss for m in memory])), 1),
            "rss_max_mb": round(max(m.rss for m in memory), 1),
            "pss_mb": round(float(np.median([m.pss for m in memory])), 1),
            "anon_mb": round(float(np.median([m.anonymous for m in memory])), 1),
            "wire_bytes": wire_after[0] - wire[0],
            "wire_segs": wire_after[1] - wire[1],
            "rig_cpu_pct": {
                name: percent(accounting.process_cpu(p.pid) - others[name])
                for name, p in rig.items()
            },
            "machine_idle_pct": round(100 * float(spent[3]) / max(1, int(spent.sum())), 1),
            "steal_pct": round(100 * float(spent[7]) / max(1, int(spent.sum())), 2),
        }

    def _wire(self):
        """Bytes and segments the peer has sent on its connections to the broker."""
        command = ["ss", "-tinpHO", f"dport = :{BROKER_PORT}"]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        own = f"pid={self.rig.processes['subscriber'].pid},"
        total = {"bytes_sent": 0, "segs_out": 0}
        for line in lines.splitlines():
            if own in line:
                continue
            for field in total:
                if found := re.search(rf"\b{field}:(\d+)", line):
                    total[field] += int(found.group(1))
        return total["bytes_sent"], total["segs_out"]

    def _result(self, accounted_by, processes):
        options = self.options
        matched = matching.Matching(
            np.fromfile(self.directory / "served.bin", matching.SERVED),
            np.fromfile(self.directory / "received.bin", matching.RECEIVED),
            np.fromfile(self.directory / "received.bin.msg", matching.MESSAGES),
            self.unit_ms,
        )
        return {
            "peer": options.peer,
            "scenario": options.scenario,
            "regs": options.regs,
            "ms": options.ms,
            "devices": options.devices,
            "events": self.timeline.events,
            "accounting": accounted_by,
            "procs": processes,
            "first_publish_cpu_s": self.start_cpu,
            **self.measured,
            "offered_per_s": round(options.regs * 1000 / options.ms, 1),
            **matching.evaluate(matched, self.timeline, self.measured),
            "mb": self.rig.counters("server"),
            "sub": self.rig.counters("subscriber"),
        }

    def _drop_large_logs(self):
        for log in ("served.bin", "received.bin", "received.bin.msg"):
            path = self.directory / log
            if path.stat().st_size > KEEP_BYTES:
                path.unlink()

    # The scenarios.

    def steady(self):
        self.measure(self.options.dur)

    def outage(self):
        self.measure(10)
        down = self._break_broker()
        time.sleep(20)
        self._mend_broker(down)
        time.sleep(self.options.dur)

    def kill(self):
        self.measure(10)
        self._kill_and_restart()
        time.sleep(self.options.dur)

    def outkill(self):
        self.measure(10)
        down = self._break_broker()
        time.sleep(15)
        self._kill_and_restart()
        time.sleep(8)
        self._mend_broker(down)
        time.sleep(self.options.dur)

    def wear(self):
        before, begin = self.device.counters(), time.time()
        self.measure(self.options.dur)
        written = self.device.counters().since(before)
        elapsed = time.time() - begin
        samples = self.options.regs * 1000 / self.options.ms * elapsed
        self.measured |= {
            "device_bytes": written.bytes,
            "device_bytes_per_day": round(written.bytes / elapsed * DAY),
            "device_bytes_per_sample": round(written.bytes / samples, 2),
            "device_flushes": written.flushes,
            "device_writes_per_s": round(written.writes / elapsed, 2),
            "device_flushes_per_s": round(written.flushes / elapsed, 2),
            "device_seconds": round(elapsed, 1),
        }

    def _break_broker(self):
        self.mark("broker down")
        down = time.time()
        self.rig.stop_broker()
        return down

    def _mend_broker(self, down):
        self.rig.start_broker()
        self.timeline.outage = (down, time.time())
        self.mark("broker up")

    def _kill_and_restart(self):
        self.mark("SIGKILL")
        self.timeline.killed = time.time()
        self.peer.kill()
        time.sleep(2)
        self.timeline.restarted = time.time()
        self._start_peer("restart")


SCENARIOS = {
    "steady": Run.steady,
    "outage": Run.outage,
    "kill": Run.kill,
    "outkill": Run.outkill,
    "wear": Run.wear,
}
