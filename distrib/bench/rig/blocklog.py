"""A block device that remembers every write and flush in order.

A file in a file system of its own (FUSE, spoken without a library) stands in front of an image; a
loop device on that file makes it a block device. What the kernel writes there goes into the image
and into a log, with a mark for each flush, so that afterwards the medium can be made as a power cut
at any moment could have left it; see cut.py. Needs root, /dev/fuse and a loop device.
"""

import ctypes
import errno
import os
import signal
import stat
import struct
import sys
from pathlib import Path

WRITE, FLUSH = 0, 1
ENTRY = struct.Struct("<QII")

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_MNT_DETACH = 2
_IN = struct.Struct("<IIQQIIII")
_OUT = struct.Struct("<IiQ")
_IO = struct.Struct("<QQIIQII")
_MAX_WRITE = 1 << 20
_INIT_FLAGS = 1 << 5 | 1 << 22  # big writes, the number of pages is given
(_GETATTR, _SETATTR, _OPEN, _READ, _WRITE, _STATFS, _RELEASE) = (3, 4, 14, 15, 16, 17, 18)
(_FSYNC, _FLUSH, _INIT) = (20, 25, 26)
_UNANSWERED = (2, 36, 42)  # forget, interrupt, batch forget


class BlockLog:
    """The file in front of the image, served by a process of its own."""

    def __init__(self, image, file, log):
        self.file = Path(file)
        self.log = Path(log)
        self.file.touch()
        self.log.write_bytes(b"")
        self._size = os.stat(image).st_size
        fuse = os.open("/dev/fuse", os.O_RDWR)
        try:
            options = f"fd={fuse},rootmode={stat.S_IFREG:o},user_id=0,group_id=0"
            _checked(_LIBC.mount(b"weir", bytes(self.file), b"fuse", 0, options.encode()))
            self.pid = os.fork()
            if self.pid == 0:
                _Server(fuse, image, self.log, self._size).run()
        finally:
            os.close(fuse)

    def position(self):
        """How much has been logged so far."""
        return os.stat(self.log).st_size

    def close(self):
        _LIBC.umount2(bytes(self.file), _MNT_DETACH)
        os.waitpid(self.pid, 0)


class _Server:
    def __init__(self, fuse, image, log, size):
        self.fuse = fuse
        self.image = os.open(image, os.O_RDWR)
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND)
        self.size = size

    def run(self):
        """Serves until the file is unmounted; does not return."""
        try:
            # Ends with the rig, but not by the terminal's interrupt: what is mounted needs it.
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True:
                try:
                    request = os.read(self.fuse, _MAX_WRITE + 4096)
                except OSError as e:
                    if e.errno in (errno.ENODEV, errno.ENOTCONN):
                        os._exit(0)
                    if e.errno in (errno.EINTR, errno.ENOENT, errno.EAGAIN):
                        continue
                    raise
                self._serve(memoryview(request))
        except BaseException as e:
            print(f"blocklog: {e!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)

    def _serve(self, request):
        _, opcode, unique, *_ = _IN.unpack_from(request)
        if opcode in _UNANSWERED:
            return
        try:
            answer, error = self._answer(opcode, request[_IN.size :]), 0
        except OSError as e:
            answer, error = b"", -(e.errno or errno.EIO)
        try:
            os.write(self.fuse, _OUT.pack(_OUT.size + len(answer), error, unique) + answer)
        except FileNotFoundError:
            # Whoever asked was interrupted and does not want to know any more.
            pass

    def _answer(self, opcode, body):
        if opcode == _WRITE:
            offset, size = _IO.unpack_from(body)[1:3]
            data = body[_IO.size : _IO.size + size]
            os.writev(self.log, [ENTRY.pack(offset, size, WRITE), data])
            os.pwrite(self.image, data, offset)
            return struct.pack("<II", size, 0)
        if opcode == _READ:
            offset, size = _IO.unpack_from(body)[1:3]
            return os.pread(self.image, size, offset)
        if opcode == _FSYNC:
            os.write(self.log, ENTRY.pack(0, 0, FLUSH))
            return b""
        if opcode in (_GETATTR, _SETATTR):
            return struct.pack("<QII", 3600, 0, 0) + self._attributes()
        if opcode == _INIT:
            limits = struct.pack("<HHIIHH", 16, 12, _MAX_WRITE, 1, _MAX_WRITE // 4096, 0)
            return struct.pack("<IIII", 7, 31, 1 << 17, _INIT_FLAGS) + limits + bytes(32)
        if opcode == _OPEN:
            return struct.pack("<QII", 1, 0, 0)
        if opcode == _STATFS:
            return bytes(40) + struct.pack("<II", 4096, 255) + bytes(32)
        if opcode in (_RELEASE, _FLUSH):
            return b""
        raise OSError(errno.ENOSYS, "not served")

    def _attributes(self):
        blocks = self.size // 512
        numbers = (stat.S_IFREG | 0o600, 1, 0, 0, 0, 4096, 0)
        return struct.pack("<6Q3I7I", 1, self.size, blocks, 0, 0, 0, 0, 0, 0, *numbers)


def _checked(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"mount: {os.strerror(number)}")
