import type { Lane, PartStatus } from '../../api/types';
import { formatBytes, formatCount } from '../../format';
import { commitWords, keptWords, readers } from '../../storage';
import { Facts } from '../Facts';
import { Meter } from '../Meter';
import { StateMark } from '../StateMark';

const TITLES: Record<Lane['lane'], string> = { event: 'Event lane', telemetry: 'Telemetry lane' };

/** What a lane of the journal keeps, and who still has to read it. */
export function LaneCard({
  lane,
  part,
  why,
}: {
  lane: Lane;
  part: PartStatus | undefined;
  /** Why it is committed in another interval than the one configured. */
  why: string;
}) {
  const title = TITLES[lane.lane];
  const lost = part?.counters['given-up'] ?? 0;
  const thinned = part?.counters.thinned ?? 0;
  const damaged = part?.counters.damaged ?? 0;
  return (
    <section className="card" aria-label={title}>
      <div className="row-line">
        <h2>{title}</h2>
        {part && <StateMark state={part.state} />}
      </div>
      {part?.message && <div>{part.message}</div>}
      <Facts
        of={[
          ['Entries kept', keptWords(lane)],
          ['Committed', formatCount(lane.committed)],
          [
            'On the card',
            `${formatBytes(lane.bytes)} in ${lane.segments === 1 ? 'one file' : `${formatCount(lane.segments)} files`}`,
          ],
          ['Commits', `${commitWords(lane.commitIntervalMs)}${why && ' (longer than set)'}`],
          ['Thinned', thinned > 0 ? `${formatCount(thinned)} entries` : undefined],
          ['Lost', lost > 0 ? `${formatCount(lost)} entries` : undefined],
          ['Damaged', damaged > 0 ? `${formatCount(damaged)} places` : undefined],
        ]}
      />
      {why && <div className="quiet why">{why}</div>}
      <h3>Readers</h3>
      <Readers lane={lane} />
    </section>
  );
}

function Readers({ lane }: { lane: Lane }) {
  const all = readers(lane);
  if (all.length === 0) return <div className="quiet">Nobody reads this lane.</div>;
  return (
    <ul className="readers">
      {all.map(({ name, behind, share }) => (
        <li key={name}>
          <div className="row-line">
            <span>{name}</span>
            <span className="quiet">{behindWords(name, behind)}</span>
          </div>
          <Meter share={share} label={`${name} has read`} />
        </li>
      ))}
    </ul>
  );
}

/** The history stores a window at a time, so that it is behind by design. */
function behindWords(name: string, behind: number): string {
  if (behind === 0) return 'up to date';
  return name === 'History'
    ? `${formatCount(behind)} still to store`
    : `${formatCount(behind)} behind`;
}
