import type { State, Wear } from '../../api/types';
import { formatBytes, formatCount, formatSpan } from '../../format';
import { commitWords, lifeWords } from '../../storage';
import { Facts } from '../Facts';
import { Meter } from '../Meter';
import { StateMark } from '../StateMark';

/** What the card is written to, against its budget and its endurance. */
export function WearCard({ wear }: { wear: Wear }) {
  const share = budgetShare(wear);
  return (
    <section className="card" aria-label="Card wear">
      <div className="row-line">
        <h2>Card wear</h2>
        <StateMark {...standing(wear, share)} />
      </div>
      {wear.reason && <div>{wear.reason}</div>}
      {share !== undefined && wear.budgetBytesPerDay !== null && (
        <div className="budget">
          <Meter share={share} label="Budget used" />
          <div className="quiet">
            {Math.round(share * 100)} % of the budget of {formatBytes(wear.budgetBytesPerDay)} a day
          </div>
        </div>
      )}
      <Facts
        of={[
          ['Written', perDay(wear.bytesPerDay)],
          [
            'Flushes',
            wear.flushesPerDay === null
              ? 'not counted'
              : `${formatCount(wear.flushesPerDay)} a day`,
          ],
          ['Projected life', lifeWords(wear)],
          [
            'Endurance stated',
            wear.enduranceBytes === null ? 'none' : formatBytes(wear.enduranceBytes),
          ],
          [
            'Commit interval',
            wear.commitIntervalMs === wear.configuredCommitIntervalMs
              ? commitWords(wear.commitIntervalMs)
              : `${commitWords(wear.commitIntervalMs)}, set to ${commitWords(wear.configuredCommitIntervalMs)}`,
          ],
          ['Measured', measured(wear)],
        ]}
      />
    </section>
  );
}

/** How much of the budget is used; undefined without one. */
export function budgetShare(wear: Wear): number | undefined {
  return wear.budgetBytesPerDay === null || wear.bytesPerDay === null
    ? undefined
    : wear.bytesPerDay / wear.budgetBytesPerDay;
}

function standing(wear: Wear, share: number | undefined): { state: State; words: string } {
  if (share !== undefined && share > 1) return { state: 'degraded', words: 'Above the budget' };
  if (wear.reason) return { state: 'degraded', words: 'Commits slowed down' };
  return { state: 'ok', words: share === undefined ? 'No budget set' : 'Within the budget' };
}

function perDay(bytes: number | null): string {
  return bytes === null ? 'not known yet' : `${formatBytes(bytes)} a day`;
}

function measured(wear: Wear): string {
  const where =
    wear.source === 'device'
      ? `all that is written to ${wear.device}`
      : 'what the gateway itself writes';
  return `${where}, for ${formatSpan(wear.measuredSeconds * 1000)}`;
}
