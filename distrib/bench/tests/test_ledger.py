"""What a store says after a crash against what it said before."""

import unittest

from rig.ledger import Found, Ledger

SAID = ["a t 1 100 3", "c t 1 100 3", "a t 2 200 2", "c t 2 200 2", "c e 1 300 0", "a t 3 400 1"]
THERE = ["j e 1 300 0", "j t 1 100 3", "j t 2 200 2", "h 100 3", "h 200 2", "ready 12"]


def compared(said, there, **how):
    ledger = Ledger(**how)
    for line in said:
        ledger.hear(line)
    found = Found()
    for line in there:
        found.take(line)
    ledger.compare(found)
    return ledger


class LedgerTest(unittest.TestCase):
    def check(self, there, lost, duplicated, said=SAID, **how):
        ledger = compared(said, there, **how)
        self.assertEqual((ledger.lost, ledger.duplicated), (lost, duplicated), ledger.faults)
        return ledger

    def without(self, *lines):
        for line in lines:
            self.assertIn(line, THERE)
        return [line for line in THERE if line not in lines]

    def test_all_there(self):
        self.assertEqual(self.check(THERE, 0, 0).acknowledged, 3)

    def test_what_was_not_committed_may_be_there_or_not(self):
        self.check([*THERE, "j t 3 400 1", "h 400 1"], 0, 0)

    def test_what_was_only_appended_counts_after_a_kill(self):
        self.assertEqual(self.check(THERE, 2, 0, returned=True).acknowledged, 4)
        self.check([*THERE, "j t 3 400 1", "h 400 1"], 0, 0, returned=True)

    def test_a_lost_entry(self):
        self.check(self.without("j t 2 200 2"), 1, 0)
        self.check(self.without("j e 1 300 0"), 1, 0)

    def test_lost_samples_of_the_history(self):
        self.check(self.without("h 200 2"), 2, 0)
        self.check([*self.without("h 200 2"), "h 200 1"], 2, 0)

    def test_an_entry_that_the_history_does_not_take(self):
        self.check([*THERE, "j t 3 400 1"], 1, 0)

    def test_what_the_reader_has_passed_may_leave_the_journal_but_not_the_history(self):
        said = [*SAID, "p 1"]
        self.check(self.without("j t 1 100 3"), 0, 0, said=said)
        self.check(self.without("j t 1 100 3", "h 100 3"), 1, 0, said=said)

    def test_a_sequence_given_to_another_entry(self):
        self.check([*self.without("j t 2 200 2"), "j t 2 500 1", "h 500 1"], 0, 1)
        self.check(THERE, 0, 1, said=[*SAID, "c t 2 500 1"])

    def test_an_entry_under_two_sequences(self):
        self.check([*THERE, "j t 3 200 2"], 0, 1)

    def test_a_sample_twice(self):
        self.check([*THERE, "d 101"], 0, 1)

    def test_values_that_were_never_appended(self):
        self.check([*THERE, "w row 1 of journal entry 2"], 1, 0)

    def test_how_long_opening_took(self):
        found = Found()
        self.assertTrue(found.take("ready 12"))
        self.assertFalse(found.take("a t 1 100 3"))
        self.assertEqual(found.recovery_ms, 12)


if __name__ == "__main__":
    unittest.main()
