"""What is left of a log of writes and flushes."""

import random
import tempfile
import unittest
from pathlib import Path

from rig import cut
from rig.blocklog import ENTRY, FLUSH, WRITE

BLOCK = 4096


class CutTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.image = Path(folder.name, "image")
        self.log = Path(folder.name, "log")
        self.image.write_bytes(bytes(8 * BLOCK))
        self.log.write_bytes(b"")

    def write(self, block, letter, blocks=1):
        data = letter * (blocks * BLOCK)
        return self._add(ENTRY.pack(block * BLOCK, len(data), WRITE) + data)

    def flush(self):
        return self._add(ENTRY.pack(0, 0, FLUSH))

    def _add(self, entry):
        with open(self.log, "ab") as file:
            file.write(entry)
            return file.tell()

    def left(self, until, way="none", seed=1):
        self.counts = cut.cut(self.image, self.log, until, way, random.Random(seed))
        return self.image.read_bytes()

    def blocks(self, image):
        return "".join(
            chr(image[at] or ord(".")) if len(set(image[at : at + BLOCK])) == 1 else "#"
            for at in range(0, len(image), BLOCK)
        )

    def test_what_was_flushed_stays(self):
        self.write(0, b"a")
        self.write(2, b"b")
        self.flush()
        until = self.write(3, b"c")
        self.assertEqual(self.blocks(self.left(until)), "a.b.....")
        self.assertEqual(self.counts, (1, 0))

    def test_the_device_as_it_was(self):
        self.write(0, b"a")
        self.flush()
        until = self.write(1, b"b", blocks=2)
        self.write(3, b"c")
        self.assertEqual(self.blocks(self.left(until, "all")), "abb.....")

    def test_a_flush_that_came_later_does_not_count(self):
        until = self.write(0, b"a")
        self.flush()
        self.assertEqual(self.blocks(self.left(until)), "........")

    def test_half_a_write_has_not_happened(self):
        until = self.write(1, b"b") - 1
        self.assertEqual(self.blocks(self.left(until, "all")), "........")

    def test_blocks_stay_in_any_order(self):
        self.flush()
        until = [self.write(block, b"x") for block in range(8)][-1]
        images = set()
        for seed in range(40):
            self.image.write_bytes(bytes(8 * BLOCK))
            images.add(self.blocks(self.left(until, "blocks", seed)))
        self.assertGreater(len(images), 20)
        self.assertTrue(any(image[0] == "." and "x" in image for image in images), images)
        self.assertFalse(any("#" in image for image in images), images)

    def test_sectors_tear_blocks_but_the_first(self):
        until = self.write(0, b"x", blocks=8)
        torn = set()
        for seed in range(40):
            self.image.write_bytes(bytes(8 * BLOCK))
            torn |= {i for i, b in enumerate(self.blocks(self.left(until, "sectors", seed))) if b == "#"}
        self.assertEqual(torn, set(range(1, 8)))

    def test_a_moment_is_right_after_a_write(self):
        begin = self.flush()
        moments = {self.write(0, b"a"), self.write(1, b"b")}
        end = self.flush()
        chosen = {cut.moment(self.log, begin, end, random.Random(seed)) for seed in range(20)}
        self.assertEqual(chosen, moments)
        self.assertEqual(cut.moment(self.log, end, end, random.Random(1)), end)


if __name__ == "__main__":
    unittest.main()
