// A believable gateway for development: the documents of the REST API over a plant that moves.
import { Documents } from './documents.mjs';
import { setAside } from './rejected.mjs';

const START = Date.now() - 3 * 3600e3;
export const CODE = 'WEIR-MOCK-CODE';
export const VIEWER_CODE = 'WEIR-MOCK-VIEWER';

const channel = (id, name, type, unit, access, base, swing, write, values) => ({
  id,
  name,
  type,
  unit,
  access,
  periodMs: 1000,
  write: write ?? null,
  values,
  base,
  swing,
});

const DEVICES = [
  {
    id: 'boiler',
    name: 'Boiler 1',
    profile: 'demo-boiler',
    connection: 'plant',
    metadata: { location: 'Plant room' },
    channels: [
      channel('boiler/flow-temp', 'Flow temperature', 'double', 'Cel', 'r', 71, 6),
      channel('boiler/return-temp', 'Return temperature', 'double', 'Cel', 'r', 55, 4),
      channel('boiler/setpoint', 'Setpoint', 'double', 'Cel', 'rw', 70, 0, { min: 30, max: 90 }),
      channel('boiler/bypass-valve', 'Bypass valve', 'boolean', '', 'rw', 0, 0, null, {
        0: 'closed',
        1: 'open',
      }),
      channel('boiler/serial', 'Serial number', 'text', '', 'r', 'BX-2041-77', 0),
    ],
  },
  {
    id: 'meter',
    name: 'Energy meter',
    profile: 'demo-meter',
    connection: 'plant',
    metadata: { location: 'Main distribution' },
    channels: [
      channel('meter/power', 'Active power', 'double', 'W', 'r', 18400, 2600),
      channel('meter/voltage-l1', 'Voltage L1', 'double', 'V', 'r', 231, 1.4),
      channel('meter/energy', 'Energy', 'double', 'kWh', 'r', 120345.6, 0.2),
    ],
  },
  {
    id: 'pump',
    name: 'Circulation pump',
    profile: 'demo-pump',
    connection: 'plant',
    metadata: {},
    channels: [
      channel('pump/speed', 'Speed setpoint', 'integer', '1/min', 'rw', 1450, 0, {
        min: 0,
        max: 2900,
      }),
      channel('pump/flow', 'Flow', 'double', 'm3/h', 'r', 4.2, 0.4),
      channel('pump/mode', 'Mode', 'integer', '', 'rw', 2, 0, null, {
        0: 'off',
        1: 'constant speed',
        2: 'constant pressure',
        9: 'fault',
      }),
    ],
  },
];

/** What is configured; the console changes it. */
export const documents = new Documents(DEVICES);
const plantChannels = new Map(DEVICES.flatMap((d) => d.channels).map((c) => [c.id, c]));

/** The channels of a device that is configured; those the plant does not have are made up. */
function channelsOf(document) {
  return documents.channels(document).map(({ id, name, unit, type, access }) => {
    const whole = `${document.id}/${id}`;
    const known = plantChannels.get(whole);
    return known
      ? { ...known, name: name ?? known.name, unit: unit ?? '' }
      : channel(whole, name ?? id, type ?? 'double', unit ?? '', access ?? 'r', 20, 2);
  });
}

const channels = () => [...documents.devices.values()].flatMap(channelsOf);
const written = new Map();

function at(c, ms) {
  if (written.has(c.id)) return written.get(c.id);
  if (c.type === 'boolean') return false;
  if (typeof c.base === 'string') return c.base;
  const wave = Math.sin(ms / 47e3 + c.id.length) + 0.4 * Math.sin(ms / 7e3 + c.base);
  const value = c.base + c.swing * wave;
  return c.type === 'integer' ? Math.round(value) : Math.round(value * 100) / 100;
}

/** What remains of a value when the quick swings are summed up. */
const slow = (c, ms) =>
  c.base + c.swing * (Math.sin(ms / 13.7e6) + 0.15 * Math.sin(ms / 1.3e6) + 0.1 * Math.sin(ms));

const silent = (c) => c.id === 'pump/flow';

export function values(now = Date.now()) {
  return channels().map((c) => ({
    channel: c.id,
    time: now * 1000,
    value: silent(c) ? null : at(c, now),
    quality: silent(c) ? 'bad/comm' : 'good',
  }));
}

export function devices() {
  return {
    devices: [...documents.devices.values()].map((d) => ({
      id: d.id,
      name: d.name ?? d.id,
      profile: d.profile ?? null,
      connection: d.connection,
      metadata: d.metadata ?? {},
      enabled: true,
      state: d.id === 'pump' ? 'degraded' : 'ok',
      message: d.id === 'pump' ? 'pump/flow: register 40 answered ILLEGAL DATA ADDRESS (2).' : '',
      channels: channelsOf(d).map((c, number) => ({
        ...c,
        number,
        base: undefined,
        swing: undefined,
      })),
    })),
  };
}

export function status(now = Date.now()) {
  const problem = {
    part: 'device/pump',
    state: 'degraded',
    reason: 'device',
    message:
      'pump/flow: register 40 answered ILLEGAL DATA ADDRESS (2); check the register in the profile.',
    since: (now - 340e3) * 1000,
    counters: { polls: 10400, errors: 12 },
  };
  return {
    gateway: 'plant-room-1',
    version: '0.1.0',
    time: now * 1000,
    uptime: Math.round((now - START) / 1000),
    state: 'degraded',
    clockTrusted: true,
    problems: [problem.part],
    parts: [
      well('clock', { boot: 4 }, now),
      well('disk', { failures: 0, floor: 512e6, free: 9.3e9, pieces: 0 }, now),
      problem,
      well('history', HISTORY_FIGURES, now),
      well('journal/event', { appended: 6, commits: 6, damaged: 0, 'given-up': 0 }, now),
      well(
        'journal/telemetry',
        { appended: entries(now), damaged: 0, 'given-up': 41200, thinned: 20600 },
        now,
      ),
    ],
    process: { rssBytes: 93e6, heapBytes: 21e6, cpuSeconds: 91, threads: 44 },
  };
}

const HISTORY_FIGURES = {
  'day-bytes': 212_000,
  'hour-bytes': 4_800_000,
  'minute-bytes': 161_000_000,
  'raw-bytes': 3_420_000_000,
  flushes: 1241,
  failures: 0,
  'open-samples': 3204,
  samples: 9_442_120,
};

function well(part, counters, now) {
  const since = (now - 3600e3) * 1000;
  return { part, state: 'ok', reason: 'none', message: '', since, counters };
}

export function wear(now = Date.now()) {
  return {
    source: 'device',
    device: 'mmcblk0',
    measuredSeconds: Math.round((now - START) / 1000) + 80000,
    bytes: 1_190_000_000,
    flushes: 96_400,
    bytesPerDay: 1_320_000_000,
    flushesPerDay: 97_210.4,
    budgetBytesPerDay: 1_600_000_000,
    enduranceBytes: 30e12,
    lifeYears: 62.3,
    configuredCommitIntervalMs: 1000,
    commitIntervalMs: 1000,
    reason: '',
  };
}

function gap(sequence, hoursAgo, loss, reason, samples) {
  const time = (Date.now() - hoursAgo * 3600e3) * 1000;
  return {
    sequence,
    type: 'gap',
    source: 'telemetry',
    severity: reason === 'restore' ? 'info' : 'warning',
    time,
    message: `Entries were lost: ${reason}`,
    attributes: {
      lane: 'telemetry',
      first: String(sequence * 5000),
      last: String(sequence * 5000 + 20599),
      loss,
      reason,
      samples: String(samples),
      from: samples ? String(time - 9 * 3600e6) : '0',
      to: samples ? String(time - 4 * 3600e6) : '0',
    },
  };
}

export const gaps = () => ({
  events: [
    gap(61, 30, 'half', 'disk-floor', 103_000),
    gap(40, 31, 'all', 'budget', 206_000),
    gap(12, 200, 'all', 'restore', 0),
  ],
});

/** Recorded samples as a file, one a minute. */
export function exported(query) {
  const wanted = query.getAll('channel');
  const lines = ['time,channel,value,unit,quality'];
  for (const c of channels()) {
    if (!wanted.some((w) => w === c.id || (w.endsWith('*') && c.id.startsWith(w.slice(0, -1))))) {
      continue;
    }
    for (let t = Number(query.get('from')); t < Number(query.get('to')); t += 60e6) {
      const time = new Date(t / 1000).toISOString().replace('Z', '000Z');
      lines.push(`${time},${c.id},${at(c, t / 1000)},${c.unit},good`);
    }
  }
  return lines.join('\r\n') + '\r\n';
}

export const summary = () => ({
  gateway: 'plant-room-1',
  version: '0.1.0',
  time: (Date.now() - 86400e3) * 1000,
  eventSequence: 6,
  telemetrySequence: 86_400,
  bytes: 412_000_000,
});

const entries = (now) => Math.floor((now - START) / 1000);
const backlog = (now) => Math.max(0, Math.floor(400 * Math.sin(now / 60e3)));

export function uplinks(now = Date.now()) {
  const waiting = backlog(now);
  const connected = waiting === 0 || Math.cos(now / 60e3) < 0;
  return {
    uplinks: [
      {
        name: 'cloud',
        state: connected ? 'ok' : 'error',
        reason: connected ? 'none' : 'comm',
        message: connected ? '' : 'Connection refused by 127.0.0.1:1883; trying again in 8 s.',
        since: (now - 60e3) * 1000,
        codec: 'json',
        url: 'mqtt://127.0.0.1:1883',
        connected,
        inFlight: connected ? 2 : 0,
        backlog: {
          event: 0,
          telemetry: waiting,
          etaSeconds: waiting === 0 ? 0 : connected ? 90 : null,
        },
        rate: { bytesPerSecond: connected ? 1820 : 0, messagesPerSecond: connected ? 2 : 0 },
        budget: { bytesPerDay: 50e6, usedBytes: 12e6 },
        acknowledged: entries(now) - waiting,
        rejected: setAside(),
        setAside: setAside(),
        bytes: entries(now) * 910,
        lastAcknowledged: (now - (connected ? 400 : 90e3)) * 1000,
      },
    ],
  };
}

export function journal(now = Date.now()) {
  const last = entries(now);
  const lane = (name, end, behind, interval) => ({
    lane: name,
    first: 1,
    last: end,
    committed: end,
    segments: 2,
    bytes: 16777216,
    commits: end,
    commitIntervalMs: interval,
    cursors: { history: end, 'uplink/cloud': end - behind },
  });
  return { lanes: [lane('event', 6, 0, 0), lane('telemetry', last, backlog(now), 1000)] };
}

export function rules(now = Date.now()) {
  return {
    rules: [
      {
        id: 'overheat',
        name: 'Open the bypass when the boiler overheats',
        state: 'ok',
        reason: 'inactive',
        message: 'temp > 85.0 for 2s: not true now.',
        since: (now - 900e3) * 1000,
        counters: { activations: 3, evaluations: 10800 },
      },
    ],
  };
}

export function events(now = Date.now()) {
  return {
    events: [
      ['warning', 'Boiler at 86.1 °C, bypass opened', 905],
      ['info', 'Boiler cooled down, bypass closed', 820],
    ].map(([severity, message, ago], i) => ({
      sequence: 6 - i,
      type: 'rule',
      source: 'overheat',
      severity,
      time: (now - ago * 1000) * 1000,
      message,
      attributes: {},
    })),
  };
}

export function history(query) {
  const c = channels().find((known) => known.id === query.get('channel'));
  if (!c) return undefined;
  const from = Number(query.get('from'));
  const to = Number(query.get('to'));
  const step = Math.max(
    1e6,
    Math.ceil((to - from) / Number(query.get('points') ?? 600) / 1e6) * 1e6,
  );
  const points = [];
  for (let time = Math.ceil(from / step) * step; time < to; time += step) {
    const gap = time > to - (to - from) * 0.42 && time < to - (to - from) * 0.36;
    const shown = step > 30e6 ? slow(c, time / 1000) : at(c, time / 1000);
    const value = typeof shown === 'number' ? Math.round(shown * 100) / 100 : shown;
    if (gap || typeof value !== 'number' || silent(c)) continue;
    const spread = c.swing * (step > 30e6 ? 0.5 + 0.3 * Math.sin(time / 3e9) : 0.12);
    points.push({
      time,
      count: step / 1e6,
      min: value - spread,
      max: value + spread,
      mean: value,
      timeWeightedMean: value + c.swing * 0.03,
      first: value,
      last: value,
    });
  }
  const level = step < 60e6 ? 'raw' : step < 3600e6 ? 'minute' : step < 86400e6 ? 'hour' : 'day';
  return { channel: c.id, unit: c.unit, type: c.type, level, step, points };
}

export function write({ channel: id, value }) {
  const c = channels().find((known) => known.id === id);
  if (!c || c.access === 'r') {
    return { id: '1', outcome: 'refused', message: `${id} cannot be written.`, readBack: null };
  }
  written.set(id, value);
  const readBack = { channel: id, time: Date.now() * 1000, value, quality: 'good' };
  return { id: '1', outcome: 'done', message: '', readBack };
}
