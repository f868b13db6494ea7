"""Matching, on runs made by hand."""

import unittest

import numpy as np

from rig.matching import MESSAGES, RECEIVED, SERVED, Matching, Timeline, evaluate

START = 1_763_920_000  # s
MEASURED = {"wire_bytes": 1000, "wire_segs": 10, "cpu_pct": 2.0}


def value(second, unit_ms=1):
    return int(second * 1000 // unit_ms) % 65536


def reads(*seconds, registers=3):
    rows = [(int(second * 1e6), 0, registers) for second in seconds]
    return np.array(rows, SERVED)


def arrivals(*rows):
    """(received, read, address) in seconds."""
    return np.array([(int(at * 1e6), a, value(read)) for at, read, a in rows], RECEIVED)


def matching(served, received):
    messages = np.array([(row["us"], 1, 20) for row in received], MESSAGES)
    return Matching(served, received, messages, 1)


class MatchingTest(unittest.TestCase):
    def test_nothing_lost(self):
        served = reads(START, START + 1)
        received = arrivals(*((s + 0.1, s, a) for s in (START, START + 1) for a in range(3)))
        matched = matching(served, received)
        self.assertEqual(matched.unmatched, 0)
        self.assertEqual(matched.loss(START, START + 2)["lost"], 0)
        np.testing.assert_allclose(matched.latency_ms(), 100, atol=1)

    def test_one_lost_sample_is_named(self):
        served = reads(START, START + 1)
        received = arrivals(
            (START + 0.1, START, 0),
            (START + 0.1, START, 1),
            (START + 0.1, START, 2),
            (START + 1.1, START + 1, 0),
            (START + 1.1, START + 1, 2),
        )
        matched = matching(served, received)
        self.assertEqual(
            matched.loss(START, START + 2), {"served": 6, "lost": 1, "lost_pct": 16.67}
        )
        self.assertEqual(matched.lost_reads(START, START + 2), [(START + 1, 0, 3, 1)])

    def test_a_value_nobody_served_is_unmatched(self):
        received = arrivals((START + 0.1, START, 0), (START + 0.1, START + 0.05, 1))
        matched = matching(reads(START), received)
        self.assertEqual(matched.unmatched, 1)
        self.assertEqual(matched.loss(START, START + 1)["lost"], 2)

    def test_an_address_nobody_served_is_unmatched(self):
        matched = matching(reads(START), arrivals((START + 0.1, START, 3)))
        self.assertEqual(matched.unmatched, 1)

    def test_a_minute_late_still_finds_its_read(self):
        matched = matching(reads(START), arrivals((START + 60, START, 1)))
        self.assertEqual(matched.unmatched, 0)
        np.testing.assert_allclose(matched.latency_ms(), 60_000, atol=1)

    def test_duplicates_count_once(self):
        received = arrivals((START + 0.1, START, 0), (START + 0.2, START, 0))
        matched = matching(reads(START, registers=1), received)
        self.assertEqual(matched.duplicates_percent(), 50)
        self.assertEqual(matched.loss(START, START + 1)["lost"], 0)

    def test_the_result_of_a_run_with_faults(self):
        seconds = [START + s for s in range(30)]
        kept = [s for s in seconds if s != START + 14]
        received = arrivals(
            *(
                (max(s, START + 20 if START + 10 <= s else s) + 0.1, s, a)
                for s in kept
                for a in range(3)
            )
        )
        timeline = Timeline(
            started=START,
            ended=START + 30,
            window=(START + 2, START + 8),
            outage=(START + 10, START + 20),
            killed=START + 15,
            restarted=START + 16.5,
        )
        result = evaluate(matching(reads(*seconds), received), timeline, MEASURED)
        self.assertEqual(result["loss_total"]["lost"], 3)
        self.assertEqual(result["loss_outage_prekill"]["lost"], 3)
        self.assertEqual(result["loss_after_outage"]["lost"], 0)
        self.assertEqual(result["lost_reads"], [(14.0, 0, 3, 3)])
        self.assertEqual(result["samples_per_s"], 3.0)
        self.assertEqual(result["restart_first_poll_s"], 0.5)
        self.assertEqual(result["poll_gap_s"], 2.0)
        self.assertEqual(result["max_delay_after_outage_ms"], 10_100)
        self.assertEqual(result["period_ms_p50"], 1000)

    def test_a_peer_that_sent_nothing_known(self):
        matched = matching(reads(START), arrivals((START + 0.1, START - 5, 0)))
        result = evaluate(matched, Timeline(START, START + 5), MEASURED)
        self.assertEqual(result, {"unmatched_values": 1})


if __name__ == "__main__":
    unittest.main()
