import { describe, expect, it } from 'vitest';
import type { Scan } from './api/documents';
import { isPlace, readLink, scanQuery, scanWords, type ScanForm } from './scan';

const form: ScanForm = {
  kind: 'units',
  units: '1-247',
  unit: '5',
  table: 'holding',
  timeout: '',
  registers: '0-200',
  json: '{}',
};

describe('a scan', () => {
  it('asks for units or registers', () => {
    expect(scanQuery(form)).toEqual({ query: { units: '1-247' } });
    expect(scanQuery({ ...form, kind: 'registers' })).toEqual({
      query: { unit: 5, table: 'holding', registers: '0-200' },
    });
    expect(scanQuery({ ...form, kind: 'json', json: '{"a":1}' })).toEqual({ query: { a: 1 } });
  });

  it('says what is wrong with each field', () => {
    const wrong = scanQuery({ ...form, kind: 'registers', unit: '', registers: 'x' });
    expect(Object.keys('problems' in wrong ? wrong.problems : {})).toEqual(['unit', 'registers']);
    expect(scanQuery({ ...form, units: '300' })).toHaveProperty('problems.units');
    expect(scanQuery({ ...form, kind: 'json', json: '1' })).toHaveProperty('problems.json');
  });

  it('says how long each is waited for, if people do', () => {
    expect(scanQuery({ ...form, timeout: ' 500 ' })).toEqual({
      query: { units: '1-247', 'timeout-ms': 500 },
    });
    expect(scanQuery({ ...form, timeout: '0' })).toHaveProperty('problems.timeout');
    expect(scanQuery({ ...form, units: 'x', timeout: 'y' })).toHaveProperty('problems.units');
  });

  it('tells how far it is', () => {
    const scan: Scan = { state: 'running', done: 40, total: 247, message: '', findings: [] };
    expect(scanWords(scan)).toBe('Asked 40 of 247, 0 found');
    expect(scanWords({ ...scan, state: 'stopped' })).toBe('Stopped after 40 of 247, 0 found');
  });

  it('leads on to a read-test where it found a place', () => {
    const place = { address: { unit: 5, table: 'input', register: 0 }, title: '', details: {} };
    expect(isPlace(place)).toBe(true);
    expect(isPlace({ ...place, address: { unit: 5 } })).toBe(false);
    expect(readLink('plant', place.address)).toBe(
      '/connections/plant/read?unit=5&table=input&register=0',
    );
    expect(readLink('plant', {}, 'boiler')).toBe('/connections/plant/read?device=boiler');
  });
});
