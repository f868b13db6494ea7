import { expect, test } from 'vitest';
import { allTags, detail, tagsOf, withDetail, withName } from './metadata';
import { matching } from './search';
import type { Device } from './api/types';

const device = (id: string, metadata: Record<string, string>): Device => ({
  id,
  name: id,
  connection: 'plant',
  enabled: true,
  metadata,
  state: 'ok',
  message: '',
  channels: [],
});

test('tags are words between commas, each once', () => {
  expect(tagsOf({ tags: ' heating, roof,, heating ' })).toEqual(['heating', 'roof']);
  expect(tagsOf({})).toEqual([]);
  expect(allTags([device('a', { tags: 'roof' }), device('b', { tags: 'cellar, roof' })])).toEqual([
    'cellar',
    'roof',
  ]);
});

test('what is said of a device is in its document, and is gone when it is emptied', () => {
  const base = { id: 'a', connection: 'plant' };
  const told = withDetail(base, 'location', 'Hall');
  expect(told).toEqual({ ...base, metadata: { location: 'Hall' } });
  expect(detail(told, 'location')).toBe('Hall');
  expect(detail(told, 'serial')).toBe('');
  expect(withDetail(told, 'location', '')).toEqual(base);
  expect(withName(withName(base, 'A'), '')).toEqual(base);
});

test('devices are found by what is said of them and by their tags', () => {
  const all = [
    device('a', { location: 'Plant room', serial: 'BX-77', tags: 'heating' }),
    device('b', { location: 'Roof', tags: 'heating, solar' }),
  ];
  const ids = (search: string, tag = '') => matching(all, search, tag).map(({ id }) => id);
  expect(ids('plant room')).toEqual(['a']);
  expect(ids('bx-77')).toEqual(['a']);
  expect(ids('', 'solar')).toEqual(['b']);
  expect(ids('plant', 'solar')).toEqual([]);
  expect(ids('', 'heating')).toEqual(['a', 'b']);
});
