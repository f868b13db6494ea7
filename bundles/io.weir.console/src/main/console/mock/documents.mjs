// The configuration of the mock gateway: devices and profiles as documents, which can be changed.
import { channels, hall } from './announced.mjs';

const TYPES = [
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'bool',
];
const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const UNITS = { boiler: 1, meter: 2, pump: 3 };
const FIELDS = [
  '$schema',
  'id',
  'name',
  'profile',
  'connection',
  'enabled',
  'address',
  'period',
  'metadata',
  'channels',
];

/** Registers one channel takes. */
export const width = (address) =>
  /64$/.test(address.type) ? 4 : /32$/.test(address.type) ? 2 : (address.length ?? 1);

function channelDocument(channel, register) {
  const { id, name, type, unit, access, write, values } = channel;
  const document = { id: id.slice(id.indexOf('/') + 1), name, address: { register } };
  if (unit) document.unit = unit;
  if (access !== 'r') document.access = access;
  if (write) document.write = write;
  if (values) document.values = values;
  document.address.type = { boolean: 'bool', text: 'string', integer: 'uint16' }[type] ?? 'float32';
  if (type === 'text') document.address.length = 8;
  return document;
}

function channelDocuments(device) {
  let register = 0;
  return device.channels.map((channel) => {
    const document = channelDocument(channel, register);
    register += width(document.address);
    return document;
  });
}

const library = (id, name, source, channels) => ({ id, name, source, origin: 'library', channels });

/** Devices and profiles as documents, beginning with those of the plant. */
export class Documents {
  constructor(devices) {
    this.devices = new Map();
    this.profiles = new Map();
    for (const device of devices) {
      const { id, name, profile, connection, metadata } = device;
      const address = { unit: UNITS[id], table: 'holding' };
      this.devices.set(id, { id, name, profile, connection, address, metadata });
      this.profiles.set(profile, {
        id: profile,
        name: `${name} of the mock plant`,
        source: 'Invented for the mock gateway',
        origin: 'own',
        channels: channelDocuments(device),
      });
    }
    this.devices.set(hall.id, hall);
    this.profiles.set('announced', {
      id: 'announced',
      name: '',
      source: '',
      origin: 'announced',
      channels,
    });
    this.add(
      'mock-meter-3',
      'Mock Works M3 three-phase meter',
      'https://example.org/m3.pdf, page 12',
      24,
    );
    this.add('mock-meter-1', 'Mock Works M1 meter', 'https://example.org/m1.pdf, page 4', 6);
    for (let i = 1; i <= 30; i++) {
      this.add(`mock-drive-${i}`, `Invented Drives D${i}`, `Invented manual D${i}, page ${i}`, i);
    }
  }

  add(id, name, source, count) {
    const channels = Array.from({ length: count }, (_, i) => ({
      id: `value-${i + 1}`,
      name: `Value ${i + 1}`,
      unit: 'V',
      address: { table: 'holding', register: i < 12 ? 2 * i : 100 + 2 * i, type: 'float32' },
    }));
    this.profiles.set(id, library(id, name, source, channels));
  }

  summaries() {
    return {
      profiles: [...this.profiles.values()]
        .filter(({ origin }) => origin !== 'announced')
        .map((p) => ({ ...p, channels: p.channels.length })),
    };
  }

  profile(id) {
    const found = this.profiles.get(id);
    if (!found) return undefined;
    return { id: found.id, name: found.name, source: found.source, channels: found.channels };
  }

  /** The channels a document has, each with its whole address. */
  channels(document) {
    const own = new Map((document.channels ?? []).map((c) => [c.id, c]));
    const inherited = (this.profiles.get(document.profile)?.channels ?? []).map((base) => {
      const change = own.get(base.id) ?? {};
      own.delete(base.id);
      return { ...base, ...change, address: { ...base.address, ...change.address } };
    });
    return [...inherited, ...own.values()].map((channel) => ({
      ...channel,
      address: { ...document.address, ...channel.address },
    }));
  }

  /** What is wrong with a document, as the gateway would say it. */
  problems(id, document) {
    const problems = [];
    const wrong = (pointer, value, reason) => problems.push({ pointer, value, reason });
    if (document.id !== id) wrong('/id', document.id, `it is saved as '${id}'`);
    for (const field of Object.keys(document)) {
      if (!FIELDS.includes(field)) wrong(`/${field}`, document[field], 'this field is unknown');
    }
    if (document.profile && !this.profiles.has(document.profile)) {
      wrong('/profile', document.profile, 'there is no such profile');
    }
    if (!document.profile && !(document.channels?.length > 0)) {
      wrong('/channels', document.channels, 'a device without a profile needs channels');
    }
    (document.channels ?? []).forEach((channel, index) => {
      const { type, register } = channel.address ?? {};
      if (type !== undefined && type !== 'string' && !TYPES.includes(type)) {
        wrong(`/channels/${index}/address/type`, type, `use one of ${TYPES.join(', ')}`);
      }
      if (register > 9999) {
        wrong(`/channels/${index}/address/register`, register, 'the mock device ends at 9999');
      }
    });
    return problems;
  }

  /** The same of a device's channels. */
  table(id) {
    const rows = this.channels(this.devices.get(id) ?? {}).map(
      ({ id: channel, name, unit, address }) =>
        [channel, name, unit, address.register, address.type].map((cell) => cell ?? '').join(','),
    );
    return ['id,name,unit,address.register,address.type', ...rows, ''].join('\r\n');
  }

  /** A row for each channel: id, name, register, type, unit. */
  imported(text) {
    const [head, ...rows] = text.split(/\r?\n/).filter((line) => line.trim());
    const columns = (head ?? '').split(',');
    if (!columns.includes('id')) return undefined;
    const result = { rows: rows.length, channels: [], problems: [] };
    rows.forEach((row, index) => {
      const cells = Object.fromEntries(
        row.split(',').map((cell, at) => [columns[at], cell.trim()]),
      );
      const problems = rowProblems(cells).map((problem) => ({ line: index + 2, ...problem }));
      result.problems.push(...problems);
      if (problems.length > 0) return;
      const { id, name, unit } = cells;
      const address = {
        register: Number(cells['address.register']),
        type: cells['address.type'],
      };
      result.channels.push({ id, ...(name && { name }), ...(unit && { unit }), address });
    });
    return result;
  }
}

function rowProblems({ id, 'address.register': register, 'address.type': type }) {
  const problems = [];
  const wrong = (column, value, reason) => problems.push({ column, value, reason });
  if (!ID.test(id ?? '')) wrong('id', id, 'use lower-case letters, digits, . _ -');
  if (!/^\d+$/.test(register ?? ''))
    wrong('address.register', register, 'use a number from 0 to 65535');
  if (!TYPES.includes(type)) wrong('address.type', type, `use one of ${TYPES.join(', ')}`);
  return problems;
}
