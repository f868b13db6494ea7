"""The processes of a run: broker, Modbus server and subscriber of the rig, and the peer."""

import os
import signal
import subprocess
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
TOOLS = BENCH / "target"
BROKER_PORT = 25883
MODBUS_PORT = 25020

BROKER_CONFIGURATION = """\
listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {directory}/
autosave_interval 0
max_queued_messages 0
queue_qos0_messages true
max_inflight_messages 0
log_dest file {directory}/mosquitto.log
log_type error
log_type warning
log_type notice
user root
"""


class Rig:
    """The three processes around the peer; they log into one directory."""

    def __init__(self, directory, registers, unit_ms, topic):
        self.directory = Path(directory)
        self.registers = registers
        self.unit_ms = unit_ms
        self.topic = topic
        self.processes = {}

    def start(self):
        text = BROKER_CONFIGURATION.format(port=BROKER_PORT, directory=self.directory)
        (self.directory / "mosquitto.conf").write_text(text)
        self.start_broker()
        self._start(
            "server",
            TOOLS / "bin/mbserver",
            MODBUS_PORT,
            max(self.registers, 1000),
            self.directory / "served.bin",
            self.unit_ms,
        )
        self._start(
            "subscriber",
            TOOLS / "bin/subbench",
            BROKER_PORT,
            self.directory / "received.bin",
            self.topic,
        )
        time.sleep(1)
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"the {name} ended; see {self.directory}/{name}.err")

    def start_broker(self):
        self._start("broker", "/usr/sbin/mosquitto", "-c", self.directory / "mosquitto.conf")

    def stop_broker(self):
        _stop(self.processes["broker"])

    def stop(self):
        for name in ("subscriber", "server", "broker"):
            if name in self.processes:
                _stop(self.processes[name])

    def _start(self, name, *command):
        with open(self.directory / f"{name}.err", "w") as errors:
            self.processes[name] = subprocess.Popen(
                [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=errors
            )

    def counters(self, name):
        """What a tool printed when it ended."""
        return (self.directory / f"{name}.err").read_text().strip()


class Peer:
    """The gateway under test, a script in peers/, in a control group of its own."""

    def __init__(self, name, group, directory, work, registers, period_ms, commit_ms=None, devices=1):
        self.script = BENCH / "peers" / f"{name}.sh"
        self.group = group
        self.log = Path(directory) / "peer.log"
        self.environment = dict(
            os.environ,
            TOOLS=str(TOOLS),
            WORK=str(work),
            NREGS=str(registers),
            MS=str(period_ms),
            BPORT=str(BROKER_PORT),
            MPORT=str(MODBUS_PORT),
        )
        if devices > 1:
            self.environment["DEVICES"] = str(devices)
        if commit_ms:
            self.environment["COMMIT_MS"] = str(commit_ms)

    def prepare(self):
        with open(self.log, "w") as log:
            subprocess.run(
                [self.script, "prep"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=300,
                check=True,
            )

    def start(self):
        with open(self.log, "a") as log:
            subprocess.Popen(
                [self.script, "start"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self.group.enter,
            )

    def kill(self):
        self.group.kill()


def _stop(process, wait=10):
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
