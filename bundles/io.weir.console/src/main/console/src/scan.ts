import type { Address, Finding, Scan } from './api/documents';
import { jsonObject, range, whole } from './modbus';

export type Kind = 'units' | 'registers' | 'json';

export interface ScanForm {
  kind: Kind;
  units: string;
  /** How long each is waited for, in milliseconds; empty for what the gateway takes. */
  timeout: string;
  unit: string;
  table: string;
  registers: string;
  json: string;
}

export type ScanProblems = Partial<Record<keyof ScanForm, string>>;

/** What to ask the gateway to look for, or what is wrong with each field. */
export function scanQuery(
  form: ScanForm,
): { query: Record<string, unknown> } | { problems: ScanProblems } {
  const asked = placeQuery(form);
  if (form.kind === 'json' || form.timeout.trim() === '') return asked;
  const timeout = whole(form.timeout, 1, 60000);
  if ('problem' in timeout) {
    const others = 'problems' in asked ? asked.problems : {};
    return { problems: { ...others, timeout: timeout.problem } };
  }
  return 'query' in asked ? { query: { ...asked.query, 'timeout-ms': timeout.value } } : asked;
}

function placeQuery(
  form: ScanForm,
): { query: Record<string, unknown> } | { problems: ScanProblems } {
  if (form.kind === 'json') {
    const parsed = jsonObject(form.json);
    return 'value' in parsed ? { query: parsed.value } : { problems: { json: parsed.problem } };
  }
  if (form.kind === 'units') {
    const units = range(form.units, 0, 255);
    return 'value' in units
      ? { query: { units: units.value } }
      : { problems: { units: units.problem } };
  }
  const unit = whole(form.unit, 0, 255);
  const registers = range(form.registers, 0, 65535);
  if ('value' in unit && 'value' in registers) {
    return { query: { unit: unit.value, table: form.table, registers: registers.value } };
  }
  const problems: ScanProblems = {};
  if ('problem' in unit) problems.unit = unit.problem;
  if ('problem' in registers) problems.registers = registers.problem;
  return { problems };
}

/** How far a scan is, in words. */
export function scanWords({ state, done, total, findings }: Scan): string {
  const found = `${findings.length} found`;
  switch (state) {
    case 'none':
      return 'Nothing was looked for yet.';
    case 'running':
      return `Asked ${done} of ${total}, ${found}`;
    case 'done':
      return `Done: asked ${total}, ${found}`;
    case 'stopped':
      return `Stopped after ${done} of ${total}, ${found}`;
    case 'failed':
      return `Failed after ${done} of ${total}, ${found}`;
  }
}

/** Whether a finding is a place in a device, to be read, rather than a device. */
export const isPlace = ({ address }: Finding) => address['register'] !== undefined;

/** The link that reads a place, perhaps for a channel of this device. */
export function readLink(connection: string, address: Address, device?: string): string {
  const query = new URLSearchParams();
  for (const key of ['unit', 'table', 'register', 'length']) {
    if (address[key] !== undefined) query.set(key, String(address[key]));
  }
  if (device) query.set('device', device);
  return `/connections/${connection}/read?${query}`;
}
