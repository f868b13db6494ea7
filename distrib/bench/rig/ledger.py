"""What a store has acknowledged, and whether all of it is there after a crash, once.

Reads the lines of CrashMain, a program among the store's tests, which says what each means.
"""

TELEMETRY, EVENT = "t", "e"
# Faults that are told in words; the rest is only counted.
TOLD = 20


class Found:
    """What a store says it holds, from its start to `ready`."""

    def __init__(self):
        self.journal = []
        self.history = {}
        self.repeated = []
        self.wrong = []
        self.states = []
        self.recovery_ms = None

    def take(self, line):
        """Takes a line; whether it was one of these."""
        word, *rest = line.split()
        if word == "j":
            self.journal.append((rest[0], *(int(number) for number in rest[1:])))
        elif word == "h":
            self.history[int(rest[0])] = int(rest[1])
        elif word == "d":
            self.repeated.append(int(rest[0]))
        elif word == "w":
            self.wrong.append(line[2:])
        elif word == "s":
            self.states.append(" ".join(rest))
        elif word == "ready":
            self.recovery_ms = int(rest[0])
        else:
            return False
        return True


class Ledger:
    """Acknowledged entries of one store over all its crashes."""

    def __init__(self, returned=False):
        """With `returned`, an append that returned counts: a killed process must not lose it."""
        self.returned = returned
        self.entries = {TELEMETRY: {}, EVENT: {}}
        self.passed = 0
        self.acknowledged = 0
        self.lost = 0
        self.duplicated = 0
        self.faults = []

    def hear(self, line):
        """Takes note of a line that a store said after `ready` and before the crash."""
        word, *rest = line.split()
        if word == "p":
            self.passed = max(self.passed, int(rest[0]))
        elif word == "c" or (word == "a" and self.returned):
            lane, sequence, number, rows = rest[0], *(int(each) for each in rest[1:])
            known = self.entries[lane].get(sequence)
            if known is None:
                self.entries[lane][sequence] = (number, rows)
                self.acknowledged += 1
            elif known != (number, rows):
                self._duplicate(f"sequence {lane}{sequence} for {known} and {number, rows}")

    def compare(self, found):
        """Counts what is missing, there twice, or other than it was."""
        there = {TELEMETRY: {}, EVENT: {}}
        numbers = set()
        for lane, sequence, number, rows in found.journal:
            if sequence in there[lane]:
                self._duplicate(f"sequence {lane}{sequence} is in the journal twice")
            if number in numbers:
                self._duplicate(f"entry {number} is in the journal twice")
            there[lane][sequence] = (number, rows)
            numbers.add(number)
        for lane, entries in self.entries.items():
            for sequence, entry in entries.items():
                other = there[lane].get(sequence)
                if other is not None and other != entry:
                    self._duplicate(f"sequence {lane}{sequence} for {entry} and {other}")
                elif other is None and (lane == EVENT or sequence > self.passed):
                    self._lose(f"{lane}{sequence} is not in the journal")
        for entries in (self.entries[TELEMETRY], there[TELEMETRY]):
            for sequence, (number, rows) in entries.items():
                if found.history.get(number) != rows:
                    has = found.history.get(number, 0)
                    self._lose(f"t{sequence}: the history has {has} of its {rows} samples")
        for value in found.repeated:
            self._duplicate(f"sample {value} is in the history twice")
        for what in found.wrong:
            self._lose(f"not as appended: {what}")

    def _lose(self, what):
        self.lost += 1
        self._tell(f"lost: {what}")

    def _duplicate(self, what):
        self.duplicated += 1
        self._tell(f"duplicated: {what}")

    def _tell(self, what):
        if len(self.faults) < TOLD:
            self.faults.append(what)
