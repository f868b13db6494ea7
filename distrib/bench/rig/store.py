"""Programs among the store's tests, run on the class path that the build wrote."""

import ctypes
import os
import selectors
import signal
import subprocess
import time

from rig.processes import BENCH

MODULE = BENCH.parent.parent / "bundles" / "io.weir.store"
PACKAGE = "io.weir.store.internal"
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def command(main, *arguments, heap="64m"):
    """The command line of one of these programs, with the gateway's own choice of JVM settings."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    target = MODULE / "target"
    path = f"{target}/classes:{target}/test-classes:{(target / 'test.classpath').read_text()}"
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{heap}", "-cp", path]
    return [java, *options, f"{PACKAGE}.{main}", *(str(each) for each in arguments)]


class Program:
    """A running one, read line by line; it is killed in the end and does not outlive the rig."""

    def __init__(self, main, *arguments, log, **options):
        with open(log, "a") as errors:
            self.process = subprocess.Popen(
                command(main, *arguments, **options),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                preexec_fn=lambda: _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL),
            )
        self._out = self.process.stdout.fileno()
        self._rest = b""
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)

    def lines(self, patience):
        """The next whole lines, at least one; none when it has ended or `patience` is over."""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            if not self._selector.select(left):
                break
            more = os.read(self._out, 1 << 16)
            if not more:
                break
            *whole, self._rest = (self._rest + more).split(b"\n")
            if whole:
                return [line.decode("ascii") for line in whole]
        return []

    def kill(self):
        self.process.kill()

    def close(self):
        self.process.kill()
        self.process.wait()
        self._selector.close()
        self.process.stdout.close()
