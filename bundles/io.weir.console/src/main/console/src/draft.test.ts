import { describe, expect, it } from 'vitest';
import type { Connection } from './api/documents';
import { contentProblems, documentOf, draftLink, draftOf, placeProblems } from './draft';
import { MODBUS } from './modbus';

const plant: Connection = {
  name: 'plant',
  protocol: 'Modbus RTU',
  pid: MODBUS,
  state: 'ok',
  message: '',
  devices: [],
  counters: {},
  can: [],
  medium: '',
};
const query = (link: string) => link.slice(link.indexOf('?'));

describe('a draft', () => {
  it('is made of a finding', () => {
    const draft = draftOf(query(draftLink('plant', { unit: 5, order: 'CDAB' })), [plant]);
    expect(draft).toMatchObject({ connection: 'plant', unit: '5', source: 'profile' });
    const document = documentOf({ ...draft, id: 'm', name: ' M ', profile: 'em3' }, MODBUS);
    expect(document).toEqual({
      id: 'm',
      name: 'M',
      connection: 'plant',
      profile: 'em3',
      address: { unit: 5, order: 'CDAB' },
    });
  });

  it('is made of a place that was read', () => {
    const channel = { id: 'flow', address: { register: 3 } };
    const draft = draftOf(query(draftLink('plant', { unit: 5 }, { channel })), [plant]);
    expect(documentOf({ ...draft, id: 'm' }, MODBUS)).toEqual({
      id: 'm',
      connection: 'plant',
      address: { unit: 5 },
      channels: [channel],
    });
  });

  it('takes the only connection there is', () => {
    expect(draftOf('', [plant]).connection).toBe('plant');
    expect(draftOf('', [plant, { ...plant, name: 'hall' }]).connection).toBe('');
  });

  it('says where it is not complete', () => {
    const draft = draftOf('address=nonsense', []);
    expect(Object.keys(placeProblems(draft, undefined, []))).toEqual(['connection', 'id']);
    expect(Object.keys(placeProblems({ ...draft, id: 'm' }, plant, ['m']))).toEqual(['unit', 'id']);
    const other = { ...plant, pid: 'io.weir.driver.gpio' };
    const wrong = { ...draft, id: 'm', address: '{' };
    expect(Object.keys(placeProblems(wrong, other, []))).toEqual(['address']);
    expect(placeProblems({ ...draft, id: 'm', unit: '1' }, plant, ['n'])).toEqual({});
    expect(contentProblems(draft)).toHaveProperty('profile');
    expect(contentProblems({ ...draft, source: 'csv' })).toHaveProperty('channels');
    expect(contentProblems({ ...draft, profile: 'em3' })).toEqual({});
  });
});
