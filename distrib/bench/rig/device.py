"""A block device of its own for the peer's working directory, to count what reaches a card.

An image file, formatted as ext4 with 4 KB blocks as on an SD card, on a loop device. The kernel
counts the sectors, writes and flushes it sends there. Mount in a private mount name space: then
mount and loop device go with the process, however it ends.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True)
class Counters:
    """What the device has seen so far."""

    writes: int
    bytes: int
    flushes: int

    def since(self, earlier):
        return Counters(
            self.writes - earlier.writes,
            self.bytes - earlier.bytes,
            self.flushes - earlier.flushes,
        )


class MeasuredDevice:
    def __init__(self, image, directory, megabytes=1024, options="noatime"):
        """Makes the image and mounts it on the directory."""
        self.image = Path(image)
        self.directory = Path(directory)
        make_file_system(self.image, megabytes)
        self.loop = mount(self.image, self.directory, options)

    def counters(self):
        """Counts after everything written so far has been sent to the device."""
        _run("sync", "--file-system", str(self.directory))
        stat = Path("/sys/block", Path(self.loop).name, "stat").read_text().split()
        return Counters(int(stat[4]), int(stat[6]) * SECTOR, int(stat[15]))

    def close(self):
        _run("umount", str(self.directory))
        self.image.unlink()


def make_file_system(image, megabytes):
    """Makes an image file with an ext4 of 4 KB blocks."""
    with open(image, "wb") as file:
        file.truncate(megabytes << 20)
    # Without the lazy initialisation that would write in the background for minutes.
    lazy = "lazy_itable_init=0,lazy_journal_init=0,nodiscard"
    _run("mkfs.ext4", "-q", "-F", "-b", "4096", "-E", lazy, str(image))


def mount(image, directory, options="noatime"):
    """Mounts an image on a directory; returns its loop device, which goes with the mount."""
    loop = _run("losetup", "--find", "--show", str(image)).strip()
    try:
        _run("mount", "-o", options, loop, str(directory))
    finally:
        # Takes effect when it is unmounted.
        _run("losetup", "--detach", loop)
    return loop


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout
