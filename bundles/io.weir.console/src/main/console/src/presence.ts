import type { PresenceChange } from './api/documents';

export interface Span {
  change: PresenceChange;
  milliseconds: number;
  /** Whether it is so until now. */
  lasts: boolean;
}

/** How long each change held, the last first. */
export function spans(changes: PresenceChange[], nowMs: number): Span[] {
  return changes
    .map((change, index): Span => {
      const next = changes[index + 1];
      const end = next ? next.time / 1000 : nowMs;
      return { change, milliseconds: Math.max(0, end - change.time / 1000), lasts: !next };
    })
    .reverse();
}
