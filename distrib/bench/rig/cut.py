"""What a power cut leaves: everything up to the last flush, and of what came later any part.

A device may hold what it was told since its last flush in whatever order it likes. Four ways to
choose: nothing of it, all of it (the device as it was at that moment), some of its 4 KB blocks, or
some of its 512 byte sectors, so that blocks are torn. Only the block with ext4's superblock is never
torn: ext4 itself counts on that.
"""

import os
from dataclasses import dataclass

from rig.blocklog import ENTRY, FLUSH, WRITE

WAYS = ("none", "all", "blocks", "sectors")
_BLOCK, _SECTOR = 4096, 512


@dataclass(frozen=True)
class Entry:
    kind: int
    offset: int
    data: bytes
    end: int


def entries(log, until):
    """The entries of a log that were complete when it was this long."""
    found = []
    at = 0
    with open(log, "rb") as file:
        while at + ENTRY.size <= until:
            offset, size, kind = ENTRY.unpack(file.read(ENTRY.size))
            at += ENTRY.size + size
            if at > until:
                break
            found.append(Entry(kind, offset, file.read(size), at))
    return found


def moment(log, begin, end, random):
    """A moment between two lengths of the log, right after a write if there was one."""
    moments = [e.end for e in entries(log, end) if e.kind == WRITE and e.end > begin]
    return random.choice(moments or [begin])


def cut(image, log, until, way, random):
    """Makes of the image, as it was before the log, what the cut leaves; returns how many pieces
    written after the last flush there were and how many of them stayed."""
    logged = entries(log, until)
    durable = max((i + 1 for i, entry in enumerate(logged) if entry.kind == FLUSH), default=0)
    pending = [entry for entry in logged[durable:] if entry.kind == WRITE]
    pieces = [piece for entry in pending for piece in _pieces(entry, way)]
    if way == "none":
        kept = []
    elif way == "all":
        kept = pieces
    else:
        share = random.random()
        kept = [piece for piece in pieces if random.random() < share]
    with open(image, "r+b", buffering=0) as file:
        for entry in logged[:durable]:
            os.pwrite(file.fileno(), entry.data, entry.offset)
        for offset, data in kept:
            os.pwrite(file.fileno(), data, offset)
    return len(pieces), len(kept)


def _pieces(entry, way):
    """What of a write can stay or go: places and data."""
    at = 0
    while at < len(entry.data):
        place = entry.offset + at
        size = len(entry.data) - at
        if way in ("blocks", "sectors"):
            unit = _SECTOR if way == "sectors" and place >= _BLOCK else _BLOCK
            size = min(size, unit - place % unit)
        yield place, entry.data[at : at + size]
        at += size
