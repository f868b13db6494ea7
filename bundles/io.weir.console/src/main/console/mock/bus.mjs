// The connections of the mock gateway: a serial bus whose use can be reckoned, and one over IP.
import { width } from './documents.mjs';

const LIMIT = 0.8;
const MAX_GAP = 10;
const ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'];
const UNITS_THERE = [1, 2, 3, 5, 17];
const DEVICES_AT = { 1: 'boiler', 2: 'meter', 3: 'pump' };

const CONNECTIONS = [
  { name: 'plant', protocol: 'Modbus RTU', state: 'degraded', medium: '19200 baud 8E1' },
  { name: 'hall', protocol: 'Modbus TCP', state: 'ok', medium: '' },
];

export const connections = (documents) => ({
  connections: CONNECTIONS.map((c) => ({
    ...c,
    pid: 'io.weir.driver.modbus',
    message: c.state === 'ok' ? '' : 'pump does not answer on register 40.',
    devices: devicesOf(documents, c.name).map(({ id }) => id),
    counters: { polls: 10412, skipped: 3, errors: 12, timeouts: 4, connects: 1 },
    can: ['plan', 'scan', 'read'],
  })),
});

export const known = (name) => CONNECTIONS.some((c) => c.name === name);

const devicesOf = (documents, name) =>
  [...documents.devices.values()].filter(({ connection }) => connection === name);

/** How a bus would be used with a further or changed device. */
export function plan(documents, name, changed) {
  const devices = devicesOf(documents, name).filter(({ id }) => id !== changed?.id);
  if (changed) devices.push(changed);
  const timed = name === 'plant';
  const reads = devices.flatMap((device) => requests(documents, device, timed));
  const share = (list) => list.reduce((sum, r) => sum + r.micros / r.periodMs / 1000, 0);
  const utilisation = timed ? share(reads) : null;
  const over = timed && utilisation > LIMIT;
  return {
    connection: name,
    medium: CONNECTIONS.find((c) => c.name === name).medium,
    timed,
    utilisation,
    limit: timed ? LIMIT : null,
    warning: over
      ? `the bus would be used ${Math.round(utilisation * 100)} % of the time, more than ${LIMIT * 100} %; ask less often or raise the speed`
      : null,
    cycleMicros: timed ? reads.reduce((sum, r) => sum + r.micros, 0) : null,
    devices: devices.map((device) => {
      const own = reads.filter((read) => read.device === device.id);
      return {
        id: device.id,
        name: device.name ?? device.id,
        periodMs: Math.min(...own.map((read) => read.periodMs)),
        requests: own.length,
        utilisation: timed ? share(own) : null,
        silent: device.id === 'pump',
      };
    }),
    reads,
  };
}

const UNITS_OF_TIME = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 };

function milliseconds(period) {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(period) ?? ['', '1', 's'];
  return count * UNITS_OF_TIME[unit];
}

/** Channels that stand near each other share a request. */
function requests(documents, device, timed) {
  const channels = documents
    .channels(device)
    .sort((a, b) => a.address.register - b.address.register);
  const reads = [];
  for (const { id, address, period } of channels) {
    const periodMs = milliseconds(period ?? device.period ?? '1s');
    const last = reads.findLast((read) => read.periodMs === periodMs);
    const gap = last ? address.register - last.start - last.length : 0;
    if (last && gap <= MAX_GAP) {
      last.unused += Math.max(0, gap);
      last.length = address.register + width(address) - last.start;
      last.channels.push(`${device.id}/${id}`);
    } else {
      reads.push({
        device: device.id,
        periodMs,
        area: address.table ?? 'holding',
        start: address.register,
        length: width(address),
        channels: [`${device.id}/${id}`],
        unused: 0,
      });
    }
  }
  return reads.map((read) => ({
    ...read,
    micros: timed ? Math.round(((13 + 2 * read.length) * 11 * 1e6) / 19200) + 20_000 : null,
    why:
      read.channels.length > 1
        ? `${read.channels.length} channels read together: gaps of at most ${MAX_GAP} registers are within max.gap ${MAX_GAP}`
        : 'no other channel is near enough',
  }));
}

const scans = new Map();
const NONE = { state: 'none', done: 0, total: 0, message: '', findings: [] };

export const scan = (name) => scans.get(name)?.shown ?? NONE;

/** Asks forty candidates a tick. */
export function startScan(name, query) {
  if (scan(name).state === 'running') return 'busy';
  const candidates = query.units ? units(query) : registers(query);
  if (!candidates) return 'wrong';
  const shown = { state: 'running', done: 0, total: candidates.length, message: '', findings: [] };
  const timer = setInterval(() => {
    const next = candidates.slice(shown.done, shown.done + 40);
    shown.findings.push(...next.filter(Boolean));
    shown.done += next.length;
    if (shown.done < shown.total) return;
    shown.state = 'done';
    clearInterval(timer);
  }, 300);
  scans.set(name, { shown, timer });
  return 'started';
}

export function stopScan(name) {
  const found = scans.get(name);
  if (found?.shown.state !== 'running') return;
  clearInterval(found.timer);
  found.shown.state = 'stopped';
}

function bounds(text) {
  const [first, last = first] = String(text).split('-').map(Number);
  return [first, last];
}

function units({ units: text }) {
  const [first, last] = bounds(text);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const unit = first + i;
    return UNITS_THERE.includes(unit)
      ? {
          address: { unit },
          title: `Unit ${unit} answers`,
          details: {
            ...(unit === 5 ? { vendor: 'Mock Works', product: 'M3' } : { answer: 'exception 2' }),
            ...(DEVICES_AT[unit] && { device: DEVICES_AT[unit] }),
          },
        }
      : undefined;
  });
}

function registers({ unit, table, registers: text }) {
  if (!UNITS_THERE.includes(unit)) return undefined;
  const [first, last] = bounds(text);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    i % 50 === 0
      ? {
          address: { unit, table, register: first + i },
          title: `${table} ${first + i}`,
          details: { Value: '0x41ac' },
        }
      : undefined,
  );
}

/** Registers that hold 21.5 as a float whose words are swapped, again and again. */
export function read({ unit, length }) {
  if (!UNITS_THERE.includes(unit)) return undefined;
  const words = Array.from({ length }, (_, i) => (i % 2 === 0 ? 0x0000 : 0x41ac));
  const interpretations = [];
  const bytes = (count, order) => {
    const view = new DataView(new ArrayBuffer(count * 2));
    const places = order === 'ABCD' || order === 'BADC' ? words : words.slice(0, count).reverse();
    const swapped = order === 'BADC' || order === 'DCBA';
    for (let i = 0; i < count; i++) view.setUint16(i * 2, places[i], swapped);
    return view;
  };
  const add = (type, count, get) => {
    if (count > length) return;
    for (const order of count > 1 ? ORDERS : ['ABCD', 'BADC']) {
      interpretations.push({ address: { type, order }, value: String(get(bytes(count, order))) });
    }
  };
  add('uint16', 1, (v) => v.getUint16(0));
  add('int16', 1, (v) => v.getInt16(0));
  add('uint32', 2, (v) => v.getUint32(0));
  add('int32', 2, (v) => v.getInt32(0));
  add('float32', 2, (v) => Number(v.getFloat32(0).toPrecision(7)));
  add('uint64', 4, (v) => v.getBigUint64(0));
  add('int64', 4, (v) => v.getBigInt64(0));
  add('float64', 4, (v) => v.getFloat64(0));
  return { raw: words.map((w) => `0x${w.toString(16).padStart(4, '0')}`), interpretations };
}
