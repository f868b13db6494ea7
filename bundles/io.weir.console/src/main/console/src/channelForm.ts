import type { Address, ChannelDocument } from './api/documents';
import { idOf, idProblem } from './documents';
import { jsonObject, whole } from './modbus';

/** What a person types to describe a channel. */
export interface ChannelForm {
  id: string;
  name: string;
  unit: string;
  scale: string;
  offset: string;
  min: string;
  max: string;
  deadband: string;
  access: string;
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
    offset: text(channel['offset']),
    min: text(channel['min']),
    max: text(channel['max']),
    deadband: text(channel['deadband']),
    access: text(channel['access']),
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
  const numbers = conditioning(form, problems);
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
  for (const name of NUMBERS) put(channel, name, numbers[name]);
  put(channel, 'access', form.access);
  channel.address = address;
  return { channel };
}

const NUMBERS = ['scale', 'offset', 'min', 'max', 'deadband'] as const;

/** The numbers that were typed; one that is empty is the empty text. */
function conditioning(form: ChannelForm, problems: Problems) {
  const numbers: Record<(typeof NUMBERS)[number], number | ''> = {
    scale: decimal(form.scale),
    offset: decimal(form.offset),
    min: decimal(form.min),
    max: decimal(form.max),
    deadband: decimal(form.deadband),
  };
  for (const name of NUMBERS) {
    if (Number.isNaN(numbers[name])) {
      problems[name] = `'${form[name]}' cannot be used; type a number, such as 0.1`;
    }
  }
  if (numbers.scale === 0) {
    problems.scale = `'${form.scale}' cannot be used; type a number other than 0, such as 0.1`;
  }
  if (numbers.deadband !== '' && numbers.deadband < 0) {
    problems.deadband = `'${form.deadband}' cannot be used; type a number from 0 on`;
  }
  if (numbers.min !== '' && numbers.max !== '' && numbers.min > numbers.max) {
    problems.min = `'${form.min}' cannot be used; type a number that is not above Max`;
  }
  return numbers;
}

function decimal(typed: string): number | '' {
  const number = typed.trim().replace(',', '.');
  if (number === '') return '';
  return Number.isFinite(Number(number)) ? Number(number) : NaN;
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
