import type { Address, Announced, DeviceDocument } from './api/documents';

/** The profile of documents that take what their device announces. */
export const ANNOUNCED = 'announced';

/** An address as one text: the same whatever the order of its keys. */
export function addressKey(address: Address): string {
  return JSON.stringify(Object.entries(address).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What tells devices of a list apart. */
export const announcedKey = ({ connection, address }: Announced) =>
  `${connection} ${addressKey(address)}`;

/** An address in words: `ieee 0x01, endpoint 1`. */
export function addressWords(address: Address): string {
  return Object.entries(address)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}

/**
 * Which devices may take the place of one: those of its connection that its source knows and that
 * nobody has accepted; the same model first, pending before ignored.
 */
export function replacements(device: DeviceDocument, all: Announced[]): Announced[] {
  const here = all.filter(({ connection }) => connection === device.connection);
  const own = addressKey(device.address ?? {});
  const model = here.find(({ address }) => addressKey(address) === own)?.model ?? '';
  const rank = (each: Announced) =>
    (each.model === model ? 0 : 2) + (each.standing === 'pending' ? 0 : 1);
  return here
    .filter(({ standing, listed, address }) => {
      return standing !== 'accepted' && listed && addressKey(address) !== own;
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
