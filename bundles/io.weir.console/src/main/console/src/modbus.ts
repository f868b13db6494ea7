import type { Address } from './api/documents';

export const MODBUS = 'io.weir.driver.modbus';
export const TABLES = ['holding', 'input', 'coil', 'discrete'];
export const ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'];
export const TYPES = [
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'bool',
  'string',
];

export type Parsed<T> = { value: T } | { problem: string };

/** A whole number from a field, or what to type instead. */
export function whole(text: string, min: number, max: number): Parsed<number> {
  const trimmed = text.trim();
  const value = Number(trimmed);
  if (trimmed === '') return { problem: `Type a whole number from ${min} to ${max}` };
  return /^\d+$/.test(trimmed) && value >= min && value <= max
    ? { value }
    : { problem: `'${trimmed}' cannot be used; type a whole number from ${min} to ${max}` };
}

/** A range such as `1-247`, or one number. */
export function range(text: string, min: number, max: number): Parsed<string> {
  const compact = text.replace(/[\s–]/g, (c) => (c === '–' ? '-' : ''));
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(compact) ?? [];
  const from = Number(first);
  const to = Number(last ?? first);
  return first !== undefined && from >= min && to <= max && from <= to
    ? { value: compact }
    : { problem: `'${text.trim()}' cannot be used; type a range such as ${min}-${max}` };
}

export interface ReadForm {
  unit: string;
  table: string;
  register: string;
  length: string;
}

export type ReadField = keyof ReadForm;

/** The place a read-test asks for, or what is wrong with each field. */
export function readAddress(
  form: ReadForm,
): { address: Address } | { problems: Partial<Record<ReadField, string>> } {
  const parsed = {
    unit: whole(form.unit, 0, 255),
    register: whole(form.register, 0, 65535),
    length: whole(form.length, 1, 125),
  };
  const problems: Partial<Record<ReadField, string>> = {};
  const address: Address = { table: form.table };
  for (const [field, result] of Object.entries(parsed)) {
    if ('problem' in result) problems[field as ReadField] = result.problem;
    else address[field] = result.value;
  }
  return Object.keys(problems).length > 0 ? { problems } : { address };
}

/** A whole JSON object from a field, for drivers whose addresses this page does not know. */
export function jsonObject(text: string): Parsed<Address> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Address };
    }
    return { problem: 'Type a JSON object, in braces.' };
  } catch (error) {
    return { problem: `This is no JSON: ${(error as Error).message}` };
  }
}

/** An address in words: `unit 5, holding 12, float32 CDAB`. */
export function addressWords(address: Address): string {
  const { table, register, type, order, ...others } = address;
  const place = [table, register].filter((part) => part !== undefined).join(' ');
  const form = [type, order].filter((part) => part !== undefined).join(' ');
  const rest = Object.entries(others).map(([key, value]) => `${key} ${words(value)}`);
  return [...rest, place, form].filter(Boolean).join(', ');
}

function words(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
