import { describe, expect, it } from 'vitest';
import type { ChannelDocument } from './api/documents';
import { channelOf, formOf } from './channelForm';

const channel: ChannelDocument = {
  id: 'flow',
  unit: 'Cel',
  scale: 0.1,
  deadband: 0.5,
  address: { register: 3, type: 'int16', order: 'BADC' },
};

describe('the form of a channel', () => {
  it('gives back the channel it was made of', () => {
    expect(channelOf(formOf(channel), channel, true, [])).toEqual({ channel });
    expect(channelOf(formOf(channel), channel, false, [])).toEqual({ channel });
  });

  it('changes what was typed, drops what was emptied and keeps what it does not know', () => {
    const form = { ...formOf(channel), name: 'Flow', unit: '', scale: '0,01', order: '' };
    expect(channelOf(form, channel, true, [])).toEqual({
      channel: {
        id: 'flow',
        name: 'Flow',
        scale: 0.01,
        deadband: 0.5,
        address: { register: 3, type: 'int16' },
      },
    });
  });

  it('makes the id of the name and refuses one that is taken', () => {
    const form = { ...formOf({ id: '' }), name: 'Flow temp', register: '0' };
    expect(channelOf(form, { id: '' }, true, [])).toHaveProperty('channel.id', 'flow-temp');
    expect(channelOf(form, { id: '' }, true, ['flow-temp'])).toHaveProperty('problems.id');
  });

  it('takes limits, an offset, a dead band and what may be done with it', () => {
    const typed = { offset: '-2,5', min: '-20', max: '130', deadband: '', access: 'rw' };
    expect(channelOf({ ...formOf(channel), ...typed }, channel, true, [])).toEqual({
      channel: {
        id: 'flow',
        unit: 'Cel',
        scale: 0.1,
        offset: -2.5,
        min: -20,
        max: 130,
        access: 'rw',
        address: channel.address,
      },
    });
    const before = { ...channel, min: 0, access: 'r' };
    expect(channelOf(formOf(before), before, true, [])).toEqual({ channel: before });
  });

  it('says which number is wrong', () => {
    const typed = { offset: 'x', min: '5', max: '4', deadband: '-1', scale: '1e' };
    const result = channelOf({ ...formOf(channel), ...typed }, channel, true, []);
    const problems = 'problems' in result ? result.problems : {};
    expect(Object.keys(problems).sort()).toEqual(['deadband', 'min', 'offset', 'scale']);
  });

  it('says what is wrong with each field', () => {
    const form = { ...formOf(channel), scale: '0', period: '5', register: 'x', format: 'string' };
    const result = channelOf(form, channel, true, []);
    const problems = 'problems' in result ? result.problems : {};
    expect(Object.keys(problems)).toEqual(['scale', 'period', 'register', 'length']);
    const json = { ...formOf(channel), address: 'pin 4' };
    expect(channelOf(json, channel, false, [])).toHaveProperty('problems.address');
  });
});
