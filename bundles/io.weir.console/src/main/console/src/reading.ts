import type { Address, Interpretation } from './api/documents';
import { addressWords, ORDERS } from './modbus';
import { omit } from './omit';

export interface Row {
  label: string;
  cells: (Interpretation | undefined)[];
}

/** Every way to read the same registers: a row for each type, a column for each order of bytes. */
export function sideBySide(interpretations: Interpretation[]): { orders: string[]; rows: Row[] } {
  const orders = ORDERS.filter((order) => interpretations.some((i) => orderOf(i) === order));
  const rows = new Map<string, Row>();
  for (const interpretation of interpretations) {
    const label = rowWords(omit(interpretation.address, 'order'));
    const row = rows.get(label) ?? { label, cells: orders.map(() => undefined) };
    row.cells[orders.indexOf(orderOf(interpretation))] = interpretation;
    rows.set(label, row);
  }
  return { orders, rows: [...rows.values()] };
}

function orderOf({ address }: Interpretation): string {
  const order = String(address['order'] ?? ORDERS[0]);
  return ORDERS.includes(order) ? order : (ORDERS[0] ?? '');
}

function rowWords({ type, ...rest }: Address): string {
  return [type, addressWords(rest)].filter(Boolean).join(', ') || 'value';
}

/** The address of a channel that reads a place like this: without what its device says already. */
export function channelAddress(
  place: Address,
  interpretation: Interpretation,
  device: Address = {},
): Address {
  const whole: Address = { ...omit(place, 'length'), ...interpretation.address };
  return Object.fromEntries(Object.entries(whole).filter(([key, value]) => device[key] !== value));
}
