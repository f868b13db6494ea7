"""The table that a row a sample would be kept in, for comparison: what it makes a device write.

SQLite as it comes but for synchronous=FULL: page 4096, a rollback journal that is deleted. A commit
interval's samples go into one transaction. Tables have the key as their only index (WITHOUT ROWID).
"""

import random
import sqlite3

# Rows that each series has before measuring, so that its rows fill pages of their own.
BEFORE = 300

KEYS = {"series_first": "series, time", "time_first": "time, series"}


class RowTable:
    def __init__(self, directory, key, channels):
        self.channels = channels
        self.raw = [random.randrange(1000) for _ in range(channels)]
        self.time = 1_767_225_600_000_000
        self.database = sqlite3.connect(directory / "rows.db", isolation_level=None)
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute(
            "CREATE TABLE sample (series INTEGER, time INTEGER, value REAL,"
            f" PRIMARY KEY ({key})) WITHOUT ROWID"
        )
        self.commit(BEFORE)

    def commit(self, seconds):
        """Stores so many seconds of all channels in one transaction."""
        self.database.execute("BEGIN")
        for _ in range(seconds):
            self.time += 1_000_000
            self.raw = [value + random.randint(-3, 3) for value in self.raw]
            rows = ((c, self.time, value / 10) for c, value in enumerate(self.raw))
            self.database.executemany("INSERT INTO sample VALUES (?, ?, ?)", rows)
        self.database.execute("COMMIT")

    def close(self):
        self.database.close()


def bytes_per_second(device, directory, key, channels, commit_s, commits):
    """Bytes at the device for each second of samples, over so many commits."""
    table = RowTable(directory, key, channels)
    try:
        seconds = max(1, round(commit_s))
        before = device.counters()
        for _ in range(commits):
            table.commit(seconds)
        return device.counters().since(before).bytes / (commits * seconds)
    finally:
        table.close()
