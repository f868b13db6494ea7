"""What the subscriber counts as a sample."""

import subprocess
import unittest

from rig.processes import TOOLS


def samples(payload):
    command = [str(TOOLS / "bin" / "subbench"), "--parse"]
    done = subprocess.run(command, input=payload, capture_output=True, text=True, check=True)
    return [tuple(int(word) for word in line.split()) for line in done.stdout.splitlines()]


class SubbenchTest(unittest.TestCase):
    def test_one_value_a_register(self):
        self.assertEqual(
            samples('{"ts":1,"values":{"r0":123,"r17": 65535}}'), [(0, 123), (17, 65535)]
        )

    def test_every_value_of_a_column(self):
        payload = """{"gateway":"g","lane":"telemetry","first":1,"last":2,"blocks":[
          {"device":"bench","time":[1763920000000000,1763920001000000],
           "values":{"r0":[123,124],"r1":[5,6]}}]}"""
        self.assertEqual(samples(payload), [(0, 123), (0, 124), (1, 5), (1, 6)])

    def test_missing_values_and_qualities_are_no_samples(self):
        payload = '{"values":{"r3":[7,null,9]},"quality":{"r3":["good","bad/comm","good"]}}'
        self.assertEqual(samples(payload), [(3, 7), (3, 9)])
        alone = '{"time":5,"values":{"r3":null,"r4":8},"quality":{"r3":"bad/comm"}}'
        self.assertEqual(samples(alone), [(4, 8)])

    def test_numbers_in_quotes_and_fractions(self):
        self.assertEqual(samples('{"r1":"44","r2":[1.0,2.5e0]}'), [(1, 44), (2, 1), (2, 2)])

    def test_other_names_are_no_registers(self):
        self.assertEqual(samples('{"rpm":1,"r":2,"r1x":3,"xr1":4,"a":"r1","q\\"r5":6}'), [])

    def test_half_a_payload_ends_quietly(self):
        self.assertEqual(samples('{"r0":[12,13'), [(0, 12), (0, 13)])
        self.assertEqual(samples('{"r0'), [])
        self.assertEqual(samples('{"r0":"\\'), [])
        self.assertEqual(samples(""), [])


if __name__ == "__main__":
    unittest.main()
