"""Each kind of accounting this machine has, on a process that burns a known time."""

import os
import subprocess
import sys
import time
import unittest

from rig.accounting import open_group

BURN = """
import os, time
while time.process_time() < 0.5:
    pass
print("done", flush=True)
time.sleep(600)
"""


class AccountingTest(unittest.TestCase):
    def check(self, kind):
        try:
            group = open_group(f"weir-bench-test-{os.getpid()}-{time.monotonic_ns()}", kind)
        except OSError as e:
            self.skipTest(str(e))
        self.addCleanup(group.close)
        process = subprocess.Popen(
            [sys.executable, "-c", BURN],
            stdout=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=group.enter,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(group.kill)
        self.assertEqual(process.stdout.readline(), b"done\n")
        self.assertEqual(group.pids(), [process.pid])
        cpu = group.cpu()
        self.assertGreater(cpu.total, 0.45)
        self.assertLess(cpu.total, 5)
        self.assertAlmostEqual(cpu.total, cpu.user + cpu.system, delta=0.2)
        self.assertGreater(group.memory().rss, 2)
        group.kill()
        process.wait()
        self.assertEqual(group.pids(), [])

    def test_version_1(self):
        self.check("v1")

    def test_version_2(self):
        self.check("v2")

    def test_sessions(self):
        self.check("proc")


if __name__ == "__main__":
    unittest.main()
