import type {
  ChannelDocument,
  DeviceDocument,
  ProfileDocument,
  ProfileSummary,
} from './api/documents';
import { jsonObject, type Parsed } from './modbus';
import { omit } from './omit';

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** An id made of a name: `Boiler 2 (Süd)` becomes `boiler-2-sud`. */
export function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
}

/** What is wrong with an id, given those that are taken; empty when it can be used. */
export function idProblem(id: string, taken: string[]): string {
  if (id === '') return 'Give it a name, or an id such as boiler-1';
  if (!ID.test(id)) {
    return `'${id}' cannot be used; up to 64 lower-case letters, digits, '.', '_', '-', beginning with a letter or digit`;
  }
  return taken.includes(id) ? `'${id}' is taken; choose another` : '';
}

export type Origin = 'profile' | 'changed' | 'own';

export interface ChannelRow {
  channel: ChannelDocument;
  origin: Origin;
}

/** The channels a device has: those of its profile with what the device changes, then its own. */
export function channelRows(device: DeviceDocument, profile?: ProfileDocument): ChannelRow[] {
  const own = new Map((device.channels ?? []).map((channel) => [channel.id, channel]));
  const inherited = (profile?.channels ?? []).map((base): ChannelRow => {
    const change = own.get(base.id);
    own.delete(base.id);
    return change
      ? { channel: overlay(base, change), origin: 'changed' }
      : { channel: base, origin: 'profile' };
  });
  return [
    ...inherited,
    ...[...own.values()].map((channel): ChannelRow => ({ channel, origin: 'own' })),
  ];
}

/** Single fields of a change over those of the profile; in objects, single keys. */
function overlay(base: ChannelDocument, change: ChannelDocument): ChannelDocument {
  const result: ChannelDocument = { ...base };
  for (const [field, value] of Object.entries(change)) {
    const under = base[field];
    result[field] = isObject(value) && isObject(under) ? { ...under, ...value } : value;
  }
  return result;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a device's document has to say so that a channel of its profile becomes the wanted one. */
export function difference(base: ChannelDocument, wanted: ChannelDocument): ChannelDocument {
  const change: ChannelDocument = { id: base.id };
  for (const [field, value] of Object.entries(wanted)) {
    const under = base[field];
    if (isObject(value) && isObject(under)) {
      const keys = Object.entries(value).filter(([key, part]) => !same(under[key], part));
      if (keys.length > 0) change[field] = Object.fromEntries(keys);
    } else if (!same(value, under)) {
      change[field] = value;
    }
  }
  return change;
}

export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What a channel of a profile has and the wanted one has not: a device cannot say that. */
export function cleared(base: ChannelDocument, wanted: ChannelDocument): string[] {
  const address = Object.keys(base.address ?? {}).filter(
    (key) => wanted.address?.[key] === undefined,
  );
  return [...Object.keys(base).filter((key) => wanted[key] === undefined), ...address];
}

/** The document with this channel in the place of the one of the same id, or at the end. */
export function withChannel(
  device: DeviceDocument,
  channel: ChannelDocument,
  profile?: ProfileDocument,
): DeviceDocument {
  const base = profile?.channels.find(({ id }) => id === channel.id);
  const entry = base ? difference(base, channel) : channel;
  if (base && Object.keys(entry).length === 1) return withoutChannel(device, channel.id);
  const channels = device.channels ?? [];
  return {
    ...device,
    channels: channels.some(({ id }) => id === entry.id)
      ? channels.map((old) => (old.id === entry.id ? entry : old))
      : [...channels, entry],
  };
}

/** The document without its own say about this channel. */
export function withoutChannel(device: DeviceDocument, id: string): DeviceDocument {
  const channels = (device.channels ?? []).filter((channel) => channel.id !== id);
  if (channels.length > 0 || !device.profile) return { ...device, channels };
  return omit(device, 'channels') as DeviceDocument;
}

/** A document typed by hand; its id is its name and cannot change. */
export function parseDocument(text: string, id: string): Parsed<DeviceDocument> {
  const parsed = jsonObject(text);
  if ('problem' in parsed) return parsed;
  return parsed.value['id'] === id
    ? { value: parsed.value as DeviceDocument }
    : { problem: `/id: '${String(parsed.value['id'])}' cannot be used; this device is '${id}'` };
}

export const documentText = (device: DeviceDocument) => JSON.stringify(device, null, 2);

/** Profiles that have every word of the search in their name, id or source. */
export function findProfiles(profiles: ProfileSummary[], search: string): ProfileSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return profiles.filter(({ id, name, source }) => {
    const text = `${name} ${id} ${source ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The first address of a web page in the text of a source. */
export function sourceLink(source: string): string | undefined {
  return /https?:\/\/[^\s,;)>"']+/.exec(source)?.[0];
}
