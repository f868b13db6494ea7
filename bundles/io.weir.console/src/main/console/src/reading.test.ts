import { describe, expect, it } from 'vitest';
import { channelAddress, sideBySide } from './reading';

describe('a reading', () => {
  it('stands side by side: types down, orders of bytes across', () => {
    const table = sideBySide([
      { address: { type: 'uint16' }, value: '1' },
      { address: { type: 'float32', order: 'CDAB' }, value: '21.5' },
      { address: { type: 'float32', order: 'ABCD' }, value: '9e-41' },
      { address: { type: 'bool', bit: 3 }, value: 'true' },
    ]);
    expect(table.orders).toEqual(['ABCD', 'CDAB']);
    expect(table.rows.map(({ label, cells }) => [label, ...cells.map((c) => c?.value)])).toEqual([
      ['uint16', '1', undefined],
      ['float32', '9e-41', '21.5'],
      ['bool, bit 3', 'true', undefined],
    ]);
  });

  it('of a driver without types has a row for each way', () => {
    const { rows } = sideBySide([
      { address: { form: 'celsius' }, value: '21' },
      { address: {}, value: '0x15' },
    ]);
    expect(rows.map(({ label }) => label)).toEqual(['form celsius', 'value']);
  });

  it('becomes the address of a channel without what its device says', () => {
    const place = { unit: 5, table: 'holding', register: 12, length: 4 };
    const reading = { address: { type: 'float32', order: 'CDAB' }, value: '21.5' };
    expect(channelAddress(place, reading, { unit: 5, table: 'holding' })).toEqual({
      register: 12,
      type: 'float32',
      order: 'CDAB',
    });
    expect(channelAddress(place, reading, { unit: 1 })).toMatchObject({ unit: 5 });
    const text = { address: { type: 'string', length: 4 }, value: 'BX20' };
    expect(channelAddress(place, text)).toMatchObject({ type: 'string', length: 4 });
  });
});
