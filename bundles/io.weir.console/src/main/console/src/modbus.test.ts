import { describe, expect, it } from 'vitest';
import { addressWords, jsonObject, range, readAddress, whole } from './modbus';

describe('fields', () => {
  it('take whole numbers within their limits', () => {
    expect(whole(' 247 ', 0, 255)).toEqual({ value: 247 });
    expect(whole(' ', 0, 255)).toEqual({ problem: 'Type a whole number from 0 to 255' });
    for (const wrong of ['-1', '256', '1.5', '0x10', '1e2']) {
      expect(whole(wrong, 0, 255)).toEqual({
        problem: `'${wrong}' cannot be used; type a whole number from 0 to 255`,
      });
    }
  });

  it('take ranges', () => {
    expect(range('1 – 247', 0, 255)).toEqual({ value: '1-247' });
    expect(range('5', 0, 255)).toEqual({ value: '5' });
    for (const wrong of ['', '9-1', '0-256', '1-', 'all']) {
      expect(range(wrong, 0, 255)).toHaveProperty('problem');
    }
  });

  it('take JSON objects', () => {
    expect(jsonObject('{"pin": 4}')).toEqual({ value: { pin: 4 } });
    for (const wrong of ['', 'null', '[1]', '{pin: 4}']) {
      expect(jsonObject(wrong)).toHaveProperty('problem');
    }
  });
});

describe('a read-test', () => {
  it('asks for a place', () => {
    const form = { unit: '1', table: 'holding', register: '0', length: '4' };
    expect(readAddress(form)).toEqual({
      address: { unit: 1, table: 'holding', register: 0, length: 4 },
    });
  });

  it('says what is wrong with each field', () => {
    const form = { unit: 'a', table: 'holding', register: '65536', length: '1' };
    const result = readAddress(form);
    expect(Object.keys('problems' in result ? result.problems : {})).toEqual(['unit', 'register']);
  });
});

describe('an address', () => {
  it('is told in words', () => {
    const address = { unit: 5, table: 'holding', register: 12, type: 'float32', order: 'CDAB' };
    expect(addressWords(address)).toBe('unit 5, holding 12, float32 CDAB');
    expect(addressWords({ bus: { id: 1 } })).toBe('bus {"id":1}');
    expect(addressWords({})).toBe('');
  });
});
