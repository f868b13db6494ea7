"""A file system on the device that remembers: what is forced survives a cut, what is not may not."""

import os
import random
import tempfile
import unittest
from pathlib import Path

from rig import medium, rowtable
from rig.cut import WAYS
from rig.device import MeasuredDevice


class MediumTest(unittest.TestCase):
    def setUp(self):
        reason = medium.lacking()
        if reason:
            self.skipTest(reason)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_cut(self):
        device = medium.Medium(self.folder, megabytes=16)
        positions = self.work(device)
        before, log = device.image.read_bytes(), device.log.read_bytes()
        for way in WAYS:
            for position, expected in (("start", {}), ("forced", {"forced": b"f" * 5000})):
                with self.subTest(way=way, position=position):
                    device.image.write_bytes(before)
                    device.log.write_bytes(log)
                    device.cut(positions[position], way, random.Random(1))
                    self.assertEqual(self.found(device), expected)

    def work(self, device):
        """Writes a file and forces it, and another one without; the positions."""
        device.open()
        try:
            start = device.position()
            self.write(device.directory / "forced", b"f", force=True)
            forced = device.position()
            self.write(device.directory / "unforced", b"u", force=False)
            return {"start": start, "forced": forced}
        finally:
            device.close()

    def write(self, path, letter, force):
        with open(path, "wb") as file:
            file.write(letter * 5000)
            file.flush()
            if force:
                os.fsync(file.fileno())
                directory = os.open(path.parent, os.O_RDONLY)
                os.fsync(directory)
                os.close(directory)

    def found(self, device):
        device.open()
        try:
            return {
                path.name: path.read_bytes()
                for path in device.directory.iterdir()
                if path.is_file()
            }
        finally:
            device.close()
            self.assertEqual(device.repairs, 0)

    def test_row_table_by_time_writes_less(self):
        written = {}
        for name, key in rowtable.KEYS.items():
            directory = self.folder / name
            directory.mkdir()
            device = MeasuredDevice(self.folder / f"{name}.img", directory, megabytes=64)
            try:
                written[name] = rowtable.bytes_per_second(device, directory, key, 400, 1, 3)
            finally:
                device.close()
        # Each of 400 series has pages of its own, written to SQLite's journal and to the table.
        self.assertGreater(written["series_first"], 2 * 400 * 4096)
        self.assertLess(written["time_first"], written["series_first"] / 5)


if __name__ == "__main__":
    unittest.main()
