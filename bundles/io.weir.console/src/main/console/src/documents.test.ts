import { describe, expect, it } from 'vitest';
import type { DeviceDocument, ProfileDocument, ProfileSummary } from './api/documents';
import {
  channelRows,
  cleared,
  difference,
  findProfiles,
  idOf,
  idProblem,
  parseDocument,
  sourceLink,
  withChannel,
  withoutChannel,
} from './documents';

const profile: ProfileDocument = {
  id: 'tk45',
  channels: [
    { id: 'flow', unit: 'Cel', scale: 0.1, address: { register: 0, type: 'int16' } },
    { id: 'burner', address: { register: 7, type: 'bool' } },
  ],
};
const device: DeviceDocument = {
  id: 'boiler',
  connection: 'plant',
  profile: 'tk45',
  address: { unit: 1 },
  channels: [
    { id: 'flow', address: { register: 100 } },
    { id: 'door', address: { register: 9 } },
  ],
};

describe('ids', () => {
  it('are made of names', () => {
    expect(idOf('Boiler 2 (Süd)')).toBe('boiler-2-sud');
    expect(idOf('-- _x')).toBe('x');
    expect(idOf('ü'.repeat(70))).toHaveLength(64);
    expect(idOf('日本')).toBe('');
  });

  it('are refused with the reason', () => {
    expect(idProblem('boiler-2', ['boiler'])).toBe('');
    expect(idProblem('boiler', ['boiler'])).toContain('is taken');
    expect(idProblem('Boiler 2', [])).toContain("'Boiler 2' cannot be used");
    expect(idProblem('Boiler 2', [])).toContain('lower-case');
    expect(idProblem('', [])).toContain('Give it a name');
  });
});

describe('the channels of a device', () => {
  it("are its profile's with what it changes, then its own", () => {
    expect(channelRows(device, profile)).toEqual([
      {
        channel: { id: 'flow', unit: 'Cel', scale: 0.1, address: { register: 100, type: 'int16' } },
        origin: 'changed',
      },
      { channel: profile.channels[1], origin: 'profile' },
      { channel: { id: 'door', address: { register: 9 } }, origin: 'own' },
    ]);
  });

  it('are changed by what differs from the profile only', () => {
    const wanted = {
      ...profile.channels[0],
      id: 'flow',
      scale: 0.01,
      address: { register: 3, type: 'int16' },
    };
    expect(withChannel(device, wanted, profile).channels?.[0]).toEqual({
      id: 'flow',
      scale: 0.01,
      address: { register: 3 },
    });
  });

  it('stand in the document no more when they are as in the profile again', () => {
    const [base] = profile.channels;
    if (!base) throw new Error('no channel');
    expect(withChannel(device, base, profile).channels).toEqual([
      { id: 'door', address: { register: 9 } },
    ]);
    expect(difference(base, base)).toEqual({ id: 'flow' });
  });

  it('are added at the end and removed', () => {
    const more = withChannel(device, { id: 'new', address: { register: 1 } }, profile);
    expect(more.channels?.map(({ id }) => id)).toEqual(['flow', 'door', 'new']);
    expect(withoutChannel(more, 'door').channels?.map(({ id }) => id)).toEqual(['flow', 'new']);
  });

  it('leave no empty list in a device with a profile', () => {
    const one = { ...device, channels: [{ id: 'door' }] };
    expect(withoutChannel(one, 'door')).not.toHaveProperty('channels');
    const bare = { id: 'boiler', connection: 'plant', channels: [{ id: 'door' }] };
    expect(withoutChannel(bare, 'door').channels).toEqual([]);
  });

  it('cannot take away what the profile says', () => {
    const [base] = profile.channels;
    if (!base) throw new Error('no channel');
    expect(cleared(base, { id: 'flow', unit: 'K', address: { register: 0 } })).toEqual([
      'scale',
      'type',
    ]);
  });
});

describe('a document typed by hand', () => {
  it('is taken or refused with the reason', () => {
    expect(parseDocument('{"id":"a","connection":"c"}', 'a')).toEqual({
      value: { id: 'a', connection: 'c' },
    });
    expect(parseDocument('{"id":"b"}', 'a')).toEqual({
      problem: "/id: 'b' cannot be used; this device is 'a'",
    });
    expect(parseDocument('{', 'a')).toHaveProperty('problem');
    expect(parseDocument('[]', 'a')).toHaveProperty('problem');
  });
});

describe('profiles', () => {
  const list: ProfileSummary[] = [
    { id: 'tk45', name: 'Acme TK45 boiler', source: 'Manual 2.1', origin: 'own', channels: 2 },
    { id: 'em3', name: 'Acme EM3 meter', source: null, origin: 'library', channels: 9 },
  ];

  it('are found by every word, in any order', () => {
    expect(findProfiles(list, 'meter ACME').map(({ id }) => id)).toEqual(['em3']);
    expect(findProfiles(list, 'manual').map(({ id }) => id)).toEqual(['tk45']);
    expect(findProfiles(list, ' ')).toHaveLength(2);
    expect(findProfiles(list, 'acme pump')).toEqual([]);
  });

  it('link to their source when it is a page', () => {
    expect(sourceLink('Map (https://example.org/a.pdf), page 2')).toBe('https://example.org/a.pdf');
    expect(sourceLink('Manual 2.1, page 34')).toBeUndefined();
    expect(sourceLink('javascript:alert(1)')).toBeUndefined();
  });
});
