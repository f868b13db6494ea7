// The devices of the mock gateway that make themselves known.
const START = Date.now() - 3 * 3600e3;

const sensor = (ieee, name, standing, more = {}) => ({
  connection: 'zigbee',
  address: { ieee },
  name,
  model: 'Mock Works climate sensor',
  metadata: { firmware: '1.4' },
  channels: ['temperature', 'humidity', 'battery'],
  presence: 'online',
  listed: true,
  standing,
  device: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  since: START * 1000,
  ...more,
});

const devices = [
  sensor('0x00158d0001a2b3c4', 'Hall climate', 'accepted', { listed: false, presence: 'unknown' }),
  sensor('0x00158d0001a2b3d5', 'Hall climate new', 'pending'),
  sensor('0x00158d0002b3c4e6', 'Window plug', 'pending', {
    model: 'Mock Works plug',
    channels: ['state', 'power'],
  }),
  sensor('0x00158d0003c4d5f7', 'Neighbour lamp', 'ignored', {
    model: 'Invented lamp',
    channels: ['state'],
    presence: 'offline',
  }),
];

export const channels = [
  { id: 'temperature', name: 'Temperature', unit: 'Cel', address: { property: 'temperature' } },
  { id: 'humidity', name: 'Humidity', unit: '%RH', address: { property: 'humidity' } },
  { id: 'battery', name: 'Battery', unit: '%', address: { property: 'battery' } },
];

export const hall = {
  id: 'hall-climate',
  name: 'Hall climate',
  profile: 'announced',
  connection: 'zigbee',
  address: { ieee: '0x00158d0001a2b3c4' },
  metadata: { location: 'Hall', description: 'Climate of the hall', tags: 'comfort, battery' },
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const at = (address) => devices.find((device) => same(device.address, address));

export function list() {
  return {
    pending: devices.filter(({ standing }) => standing === 'pending').length,
    connections: [{ name: 'zigbee', accept: 'ask' }],
    devices,
  };
}

/** Accepts a device as this document; undefined when it is not announced. */
export function accept({ address, id, name }) {
  const found = at(address);
  if (!found) return undefined;
  found.standing = 'accepted';
  found.device = id;
  return {
    id,
    ...(name && { name }),
    profile: 'announced',
    connection: found.connection,
    address,
    channels: [],
  };
}

export function ignore({ address, ignored }) {
  at(address).standing = ignored ? 'ignored' : 'pending';
}

/** The document is gone. */
export function free(id) {
  const found = devices.find(({ device, standing }) => device === id && standing === 'accepted');
  if (found) found.standing = 'pending';
}

export function replace(document, address) {
  const old = at(document.address);
  if (old) old.standing = 'ignored';
  at(address).standing = 'accepted';
  at(address).device = document.id;
  return { ...document, address };
}

export function presence(now = Date.now()) {
  const change = (minutes, online, message = '') => ({
    time: (now - minutes * 60e3) * 1000,
    online,
    reason: online ? 'none' : 'comm',
    message,
  });
  return [
    change(3000, true),
    change(700, false, 'The device does not answer: no answer within 1000 ms.'),
    change(690, true),
    change(25, false, "'zigbee' does not know it any more"),
  ];
}
