import { expect, test } from 'vitest';
import { addressKey, addressWords, replacements } from './announced';
import type { Announced } from './api/documents';

const device = (ieee: string, more: Partial<Announced> = {}): Announced => ({
  connection: 'zigbee',
  address: { ieee },
  name: ieee,
  model: 'Acme X1',
  metadata: {},
  channels: ['state'],
  presence: 'online',
  listed: true,
  standing: 'pending',
  device: ieee,
  since: 0,
  ...more,
});

test('an address is the same whatever the order of its keys', () => {
  expect(addressKey({ a: 1, b: 'x' })).toBe(addressKey({ b: 'x', a: 1 }));
  expect(addressKey({ a: 1 })).not.toBe(addressKey({ a: '1' }));
  expect(addressWords({ ieee: '0x01', endpoint: 2 })).toBe('ieee 0x01, endpoint 2');
});

test('replacements are of the connection, the same model first, pending before ignored', () => {
  const document = { id: 'hall', connection: 'zigbee', address: { ieee: 'old' } };
  const names = replacements(document, [
    device('old', { standing: 'accepted', listed: false }),
    device('elsewhere', { connection: 'other' }),
    device('taken', { standing: 'accepted' }),
    device('gone', { listed: false }),
    device('lamp', { model: 'Other' }),
    device('refused', { standing: 'ignored' }),
    device('new'),
  ]).map(({ name }) => name);
  expect(names).toEqual(['new', 'refused', 'lamp']);
});
