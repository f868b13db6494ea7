import type { Uplink } from './api/types';
import { formatBytes, formatSpan } from './format';

/** When the backlog will be gone, in words; undefined when there is none. */
export function drainWords({ backlog }: Uplink): string | undefined {
  const { etaSeconds } = backlog;
  if (etaSeconds === undefined || etaSeconds === 0) return undefined;
  return etaSeconds === null ? 'not shrinking' : `in about ${formatSpan(etaSeconds * 1000)}`;
}

/** What today has used of the budget, in words; undefined without one. */
export function budgetWords({ budget }: Uplink): string | undefined {
  if (!budget?.bytesPerDay) return undefined;
  const percent = Math.round((budget.usedBytes / budget.bytesPerDay) * 100);
  return `${formatBytes(budget.usedBytes)} of ${formatBytes(budget.bytesPerDay)} (${percent} %)`;
}
