import type { Address, ChannelDocument, Connection, DeviceDocument } from './api/documents';
import { idOf, idProblem } from './documents';
import { jsonObject, MODBUS, whole, type Parsed } from './modbus';

export type Source = 'profile' | 'empty' | 'csv';

/** A device that is being made. */
export interface Draft {
  connection: string;
  unit: string;
  /** The rest of the address, or all of it for drivers other than Modbus, in JSON. */
  address: string;
  name: string;
  id: string;
  source: Source;
  profile: string;
  channels: ChannelDocument[];
}

export type DraftField = 'connection' | 'unit' | 'address' | 'name' | 'id' | 'profile' | 'channels';
export type DraftProblems = Partial<Record<DraftField, string>>;

/** A draft from what a link to the page says: a finding, or a place that was read. */
export function draftOf(query: string, connections: Connection[]): Draft {
  const wanted = new URLSearchParams(query);
  const address = objectOf(wanted.get('address'));
  const channel = objectOf(wanted.get('channel'));
  const { unit, ...rest } = address;
  const name = wanted.get('name') ?? '';
  const only = connections.length === 1 ? connections[0]?.name : undefined;
  return {
    connection: wanted.get('connection') ?? only ?? '',
    unit: unit === undefined ? '' : String(unit),
    address: JSON.stringify(rest),
    name,
    id: idOf(name),
    source: typeof channel['id'] === 'string' ? 'empty' : 'profile',
    profile: '',
    channels: typeof channel['id'] === 'string' ? [channel as ChannelDocument] : [],
  };
}

function objectOf(text: string | null): Address {
  const parsed = jsonObject(text ?? '{}');
  return 'value' in parsed ? parsed.value : {};
}

/** The link that makes a draft like this. */
export function draftLink(
  connection: string,
  address: Address,
  extra: { name?: string; channel?: ChannelDocument } = {},
): string {
  const query = new URLSearchParams({ connection, address: JSON.stringify(address) });
  if (extra.name) query.set('name', extra.name);
  if (extra.channel) query.set('channel', JSON.stringify(extra.channel));
  return `/new-device?${query}`;
}

/** What keeps the first step, where the device is, from being done. */
export function placeProblems(
  draft: Draft,
  connection: Connection | undefined,
  devices: string[],
): DraftProblems {
  const problems: DraftProblems = {};
  if (!connection) problems.connection = 'Choose the connection the device is reached through.';
  else {
    const address = addressOf(draft, connection.pid);
    if ('problem' in address) {
      problems[connection.pid === MODBUS ? 'unit' : 'address'] = address.problem;
    }
  }
  const id = idProblem(draft.id, devices);
  if (id) problems.id = id;
  return problems;
}

/** What keeps the second step, what the device is, from being done. */
export function contentProblems(draft: Draft): DraftProblems {
  if (draft.source === 'profile') {
    return draft.profile ? {} : { profile: 'Choose a profile, or begin without one.' };
  }
  return draft.channels.length > 0 ? {} : { channels: 'A device needs at least one channel.' };
}

export function addressOf(draft: Draft, pid: string): Parsed<Address> {
  const rest = jsonObject(draft.address.trim() || '{}');
  if (pid !== MODBUS || 'problem' in rest) return rest;
  const unit = whole(draft.unit, 0, 255);
  return 'problem' in unit ? unit : { value: { unit: unit.value, ...rest.value } };
}

export function documentOf(draft: Draft, pid: string): DeviceDocument {
  const address = addressOf(draft, pid);
  const document: DeviceDocument = { id: draft.id, connection: draft.connection };
  if (draft.name.trim()) document.name = draft.name.trim();
  if (draft.source === 'profile') document.profile = draft.profile;
  if ('value' in address && Object.keys(address.value).length > 0) document.address = address.value;
  if (draft.source !== 'profile') document.channels = draft.channels;
  return document;
}
