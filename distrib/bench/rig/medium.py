"""Where a store that is to crash keeps its files: a plain directory, or a medium to be cut off."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from rig import cut
from rig.blocklog import BlockLog
from rig.device import make_file_system, mount


class Folder:
    """A directory: enough for a process that is killed."""

    repairs = 0

    def __init__(self, directory):
        self.directory = Path(directory) / "data"
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)

    def open(self):
        pass

    def position(self):
        return 0

    def close(self):
        pass


class Medium:
    """An ext4 with 4 KB blocks on a loop device that remembers what it is told.

    Open, it is mounted on `directory`. Once closed it can be cut off at any position it had while
    it was open, and opened again as it was left.
    """

    def __init__(self, directory, megabytes=64, options="noatime"):
        top = Path(directory)
        self._options = options
        self.directory = top / "mounted"
        self.directory.mkdir(parents=True, exist_ok=True)
        self.image = top / "medium.img"
        self.log = top / "writes.log"
        self._running = top / "running.img"
        self._file = top / "device"
        self._device = None
        self.repairs = 0
        make_file_system(self.image, megabytes)

    def open(self):
        _copy(self.image, self._running)
        self._device = BlockLog(self._running, self._file, self.log)
        try:
            self._mount()
        except OSError:
            self._device.close()
            raise

    def _mount(self):
        """Mounts it, which replays ext4's journal; where that fails repairs it as a start does."""
        try:
            mount(self._file, self.directory, self._options)
        except OSError:
            self.repairs += 1
            repair = ["e2fsck", "-p", str(self._file)]
            done = subprocess.run(repair, capture_output=True, text=True)
            if done.returncode > 1:
                raise OSError(f"{' '.join(repair)}: {done.stdout.strip()}") from None
            mount(self._file, self.directory, self._options)

    def position(self):
        return self._device.position()

    def close(self):
        subprocess.run(["umount", str(self.directory)], check=True)
        self._device.close()

    def moment(self, begin, end, random):
        return cut.moment(self.log, begin, end, random)

    def cut(self, until, way, random):
        return cut.cut(self.image, self.log, until, way, random)

    def keep(self, directory):
        """Copies the medium as it was left."""
        Path(directory).mkdir(parents=True, exist_ok=True)
        _copy(self.image, Path(directory) / self.image.name)


def lacking():
    """Why a medium cannot be made on this machine, or None."""
    if os.geteuid() != 0:
        return "needs root"
    try:
        with tempfile.TemporaryDirectory() as directory:
            medium = Medium(directory, megabytes=8)
            medium.open()
            medium.close()
    except (OSError, subprocess.SubprocessError) as e:
        return f"needs a loop device and FUSE: {e}"
    return None


def _copy(source, target):
    subprocess.run(["cp", "--sparse=always", str(source), str(target)], check=True)
