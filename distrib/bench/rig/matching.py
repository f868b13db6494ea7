"""Exact matching of what the Modbus server gave out with what the subscriber received.

A register's value is the low 16 bits of a tick (Unix milliseconds / unit) at the time of the
read. A sample is received less than 65,536 ticks after it was read, so that its value and its time
of arrival give the tick back; tick and address name the read.
"""

from dataclasses import dataclass, field

import numpy as np

SERVED = np.dtype([("us", "i8"), ("start", "i4"), ("count", "i4")])
RECEIVED = np.dtype([("us", "i8"), ("address", "i4"), ("value", "i4")])
MESSAGES = np.dtype([("us", "i8"), ("samples", "i4"), ("bytes", "i4")])

WRAP = 1 << 16
# Samples on the way when a run ends are not lost.
SETTLE_SECONDS = 4


@dataclass
class Timeline:
    """When things happened, in Unix seconds."""

    started: float
    ended: float = 0.0
    window: tuple[float, float] | None = None
    outage: tuple[float, float] | None = None
    killed: float | None = None
    restarted: float | None = None
    events: list[tuple[str, float]] = field(default_factory=list)


class Matching:
    """One run's logs, matched."""

    def __init__(self, served, received, messages, unit_ms):
        self.served = served
        self.messages = messages
        self.unit_ms = unit_ms
        keys, ticks = self._received_keys(received)
        known = np.isin(keys, self._served_keys(served))
        self.unmatched = int((~known).sum())
        self.unmatched_samples = received[~known]
        self.received = received[known]
        self.ticks = ticks[known]
        self.unique = np.unique(keys[known])

    def _served_keys(self, reads):
        """One key for each register of each read."""
        counts = reads["count"]
        which = np.repeat(np.arange(len(reads)), counts)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        ticks = reads["us"] // (1000 * self.unit_ms)
        return ticks[which] * WRAP + reads["start"][which] + offset

    def _received_keys(self, samples):
        arrived = samples["us"] // (1000 * self.unit_ms)
        value = samples["value"].astype("i8") & (WRAP - 1)
        ticks = arrived - (arrived - value) % WRAP
        return ticks * WRAP + samples["address"], ticks

    def latency_ms(self):
        """How old each matched sample was when it arrived."""
        return self.received["us"] / 1000 - self.ticks * self.unit_ms

    def loss(self, begin, end):
        """What of the reads between two times never arrived."""
        reads = self.served[_within(self.served, begin, end)]
        keys = np.unique(self._served_keys(reads))
        lost = int((~np.isin(keys, self.unique)).sum())
        percent = round(100 * lost / len(keys), 2) if len(keys) else 0.0
        return {"served": len(keys), "lost": lost, "lost_pct": percent}

    def lost_reads(self, begin, end, limit=20):
        """The first reads of which something was lost: (time, first register, registers, lost)."""
        reads = self.served[_within(self.served, begin, end)]
        missing = ~np.isin(self._served_keys(reads), self.unique)
        which = np.repeat(np.arange(len(reads)), reads["count"])
        lost = np.bincount(which[missing], minlength=len(reads)) if len(reads) else []
        found = []
        for i in np.flatnonzero(lost)[:limit]:
            read = reads[i]
            found.append((read["us"] / 1e6, int(read["start"]), int(read["count"]), int(lost[i])))
        return found

    def duplicates_percent(self):
        if not len(self.received):
            return 0.0
        return round(100 * (1 - len(self.unique) / len(self.received)), 2)


def _within(records, begin, end):
    return (records["us"] >= begin * 1e6) & (records["us"] < end * 1e6)


def evaluate(matching, timeline, measured):
    """The fields of the result that come from matching."""
    if not len(matching.received):
        return {"unmatched_values": matching.unmatched}
    result = {
        "first_publish_s": round(matching.received["us"][0] / 1e6 - timeline.started, 2),
        "unmatched_values": matching.unmatched,
    }
    if matching.unmatched:
        result["unmatched_examples"] = [
            (round(float(s["us"]) / 1e6 - timeline.started, 3), int(s["address"]), int(s["value"]))
            for s in matching.unmatched_samples[:10]
        ]
    if timeline.window:
        result |= _throughput(matching, timeline.window, measured)
    result |= _losses(matching, timeline)
    if timeline.restarted:
        result |= _restart(matching, timeline)
    result["dup_pct"] = matching.duplicates_percent()
    if timeline.outage:
        late = matching.latency_ms()[matching.received["us"] > timeline.outage[1] * 1e6]
        if len(late):
            result["max_delay_after_outage_ms"] = round(float(late.max()), 0)
    return result


def _throughput(matching, window, measured):
    seconds = window[1] - window[0]
    samples = _within(matching.received, *window)
    messages = _within(matching.messages, *window)
    reads = _within(matching.served, *window)
    count = int(samples.sum())
    result = {
        "samples_per_s": round(count / seconds, 1),
        "served_per_s": round(float(matching.served["count"][reads].sum()) / seconds, 1),
        "reqs_per_s": round(float(reads.sum()) / seconds, 1),
        "msgs_per_s": round(float(messages.sum()) / seconds, 1),
    }
    if not count:
        return result
    payload = float(matching.messages["bytes"][messages].sum())
    ip_header = 52
    on_the_wire = measured["wire_bytes"] + ip_header * measured["wire_segs"]
    result["payload_B_per_sample"] = round(payload / count, 2)
    result["wire_B_per_sample"] = round(measured["wire_bytes"] / count, 2)
    result["wire_ip_B_per_sample"] = round(on_the_wire / count, 2)
    result["cpu_us_per_sample"] = round(measured["cpu_pct"] / 100 * seconds * 1e6 / count, 2)
    result["lat_ms"] = _distribution(matching.latency_ms()[samples])
    result["period_ms_p50"] = _period(matching, samples)
    return result


def _distribution(values):
    points = {f"p{p}": round(float(np.percentile(values, p)), 1) for p in (50, 95, 99)}
    return points | {"max": round(float(values.max()), 1)}


def _period(matching, samples):
    """The median time between two reads of one register that arrived."""
    address = matching.received["address"][samples]
    ticks = np.unique(matching.ticks[samples][address == address[0]])
    if len(ticks) < 3:
        return None
    return round(float(np.median(np.diff(ticks))) * matching.unit_ms, 1)


def _losses(matching, timeline):
    first = matching.received["us"][0] / 1e6
    settled = timeline.ended - SETTLE_SECONDS
    outage, killed = timeline.outage, timeline.killed
    result = {
        "loss_total": matching.loss(first, settled),
        "loss_from_start": matching.loss(timeline.started, settled),
    }
    if outage:
        result["loss_outage"] = matching.loss(*outage)
        result["loss_after_outage"] = matching.loss(outage[1], settled)
    if killed:
        result["loss_10s_before_kill"] = matching.loss(killed - 10, killed)
    if killed and outage:
        result["loss_outage_prekill"] = matching.loss(outage[0], killed)
    elif killed:
        result["loss_all_before_kill"] = matching.loss(first, killed)
        result["loss_2s_before_kill"] = matching.loss(killed - 2, killed)
    examples = matching.lost_reads(timeline.started, settled)
    if examples:
        result["lost_reads"] = [
            (round(float(time) - timeline.started, 3), *read) for time, *read in examples
        ]
    return result


def _restart(matching, timeline):
    restarted = timeline.restarted
    result = {}
    fresh = matching.received["us"][matching.ticks * matching.unit_ms > restarted * 1000]
    if len(fresh):
        result["restart_first_new_publish_s"] = round(float(fresh.min()) / 1e6 - restarted, 2)
    polls = matching.served["us"][matching.served["us"] > restarted * 1e6]
    if len(polls):
        first = float(polls.min()) / 1e6
        result["restart_first_poll_s"] = round(first - restarted, 2)
        result["poll_gap_s"] = round(first - timeline.killed, 2)
    return result
