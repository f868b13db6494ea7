import { describe, expect, it } from 'vitest';
import type { Device, GatewayStatus, Uplink } from './api/types';
import { matching } from './search';
import { summarize } from './summary';

const device = (id: string, state: Device['state'] = 'ok'): Device => ({
  id,
  name: id.toUpperCase(),
  connection: 'plant',
  enabled: true,
  metadata: {},
  state,
  message: '',
  channels: [
    { id: `${id}/temp`, name: 'Temperature', number: 1, type: 'double', unit: 'Cel', access: 'r' },
    { id: `${id}/flow`, name: 'Flow', number: 2, type: 'double', unit: 'm3/h', access: 'r' },
  ],
});

const uplink = (connected: boolean, telemetry: number): Uplink => ({
  name: 'cloud',
  state: 'ok',
  reason: 'none',
  message: '',
  since: 0,
  codec: 'json',
  url: 'mqtt://x',
  connected,
  inFlight: 0,
  backlog: { event: 0, telemetry },
  acknowledged: 0,
  rejected: 0,
  bytes: 0,
});

const status = { clockTrusted: true } as GatewayStatus;

describe('summarize', () => {
  it('says in words that all is well', () => {
    expect(summarize([device('a'), device('b')], [uplink(true, 1)], status)).toEqual([
      'All 2 devices answer.',
      'Uplink cloud is up to date.',
    ]);
  });

  it('names what needs attention', () => {
    const devices = [device('a', 'error'), device('b')];
    const words = summarize(devices, [uplink(false, 1200)], { ...status, clockTrusted: false });
    expect(words).toEqual([
      '1 of 2 devices need attention: A.',
      'Uplink cloud is not connected; 1,200 batches kept safe on this gateway.',
      'The time of day is not known yet; samples are marked until it is.',
    ]);
  });

  it('knows an empty gateway', () => {
    expect(summarize([], [], status)).toEqual(['No device is configured yet.']);
  });
});

describe('matching', () => {
  const devices = [device('boiler'), device('pump')];
  it('keeps all of a device that matches', () => {
    expect(matching(devices, 'boil')).toEqual([devices[0]]);
  });

  it('keeps only the channels that match', () => {
    const found = matching(devices, ' FLOW ');
    expect(found.map((d) => d.channels.map((c) => c.id))).toEqual([['boiler/flow'], ['pump/flow']]);
  });

  it('finds nothing where nothing matches', () => {
    expect(matching(devices, 'zigbee')).toEqual([]);
  });
});
