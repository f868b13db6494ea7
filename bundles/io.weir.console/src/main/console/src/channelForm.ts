import type { Address, ChannelDocument } from './api/documents';
import { idOf, idProblem } from './documents';
import { jsonObject, whole } from './modbus';

/** What a person types to describe a channel. */
export interface ChannelForm {
  id: string;
  name: string;
  unit: string;
  scale: string;
  type: string;
  period: string;
  /** Of a Modbus address. */
  table: string;
  register: string;
  format: string;
  order: string;
  length: string;
  /** The address in JSON, for other drivers. */
  address: string;
}

export type ChannelField = keyof ChannelForm;

const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

export function formOf(channel: ChannelDocument): ChannelForm {
  const address = channel.address ?? {};
  return {
    id: channel.id,
    name: text(channel.name),
    unit: text(channel.unit),
    scale: text(channel.scale),
    type: text(channel.type),
    period: text(channel.period),
    table: text(address['table']),
    register: text(address['register']),
    format: text(address['type']),
    order: text(address['order']),
    length: text(address['length']),
    address: JSON.stringify(address),
  };
}

export type FormResult =
  | { channel: ChannelDocument }
  | { problems: Partial<Record<ChannelField, string>> };

/** The channel as typed over what it was, or what is wrong with each field. */
export function channelOf(
  form: ChannelForm,
  before: ChannelDocument,
  modbus: boolean,
  taken: string[],
): FormResult {
  const problems: Partial<Record<ChannelField, string>> = {};
  const id = form.id.trim() || idOf(form.name);
  const wrongId = idProblem(id, taken);
  if (wrongId) problems.id = wrongId;
  const scale = form.scale.trim().replace(',', '.');
  if (scale !== '' && (!Number.isFinite(Number(scale)) || Number(scale) === 0)) {
    problems.scale = `'${form.scale}' cannot be used; type a number other than 0, such as 0.1`;
  }
  const period = form.period.trim();
  if (period !== '' && !/^\d+(ms|s|m|h|d)$/.test(period)) {
    problems.period = `'${period}' cannot be used; type a number and a unit, such as 500ms, 1s, 5m`;
  }
  const address = modbus ? modbusAddress(form, before, problems) : otherAddress(form, problems);
  if (Object.keys(problems).length > 0) return { problems };
  const channel: ChannelDocument = { ...before, id };
  put(channel, 'name', form.name.trim());
  put(channel, 'type', form.type);
  put(channel, 'unit', form.unit.trim());
  put(channel, 'period', period);
  put(channel, 'scale', scale === '' ? '' : Number(scale));
  channel.address = address;
  return { channel };
}

function put(target: Record<string, unknown>, key: string, value: string | number): void {
  if (value === '') Reflect.deleteProperty(target, key);
  else target[key] = value;
}

type Problems = Partial<Record<ChannelField, string>>;

function modbusAddress(form: ChannelForm, before: ChannelDocument, problems: Problems): Address {
  const address: Address = { ...before.address };
  const register = whole(form.register, 0, 65535);
  if ('problem' in register) problems.register = register.problem;
  else address['register'] = register.value;
  put(address, 'table', form.table);
  put(address, 'type', form.format);
  put(address, 'order', form.order);
  delete address['length'];
  if (form.format === 'string') {
    const length = whole(form.length, 1, 125);
    if ('problem' in length) problems.length = length.problem;
    else address['length'] = length.value;
  }
  return address;
}

function otherAddress(form: ChannelForm, problems: Problems): Address {
  const parsed = jsonObject(form.address);
  if ('value' in parsed) return parsed.value;
  problems.address = parsed.problem;
  return {};
}
