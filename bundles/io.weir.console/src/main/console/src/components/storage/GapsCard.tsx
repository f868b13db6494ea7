import type { GatewayEvent } from '../../api/types';
import { formatTime } from '../../format';
import { gapRow } from '../../storage';

/** What no reader will get any more, when it was recorded and why it is gone. */
export function GapsCard({ gaps }: { gaps: GatewayEvent[] }) {
  return (
    <section className="card" aria-label="Gaps">
      <h2>Gaps</h2>
      <div className="quiet">
        What was lost or thinned before every reader had it. Every destination is told of it too.
      </div>
      {gaps.length === 0 ? (
        <div className="empty small">Nothing was lost.</div>
      ) : (
        <ul className="gaps">
          {gaps.map(gapRow).map((gap) => (
            <li key={gap.sequence}>
              <strong>{gap.what}</strong>
              <div>
                {gap.lane === 'event' ? 'Event' : 'Telemetry'} lane: {gap.why}
              </div>
              <div className="quiet">
                {gap.when && `recorded ${gap.when}, `}noticed {formatTime(gap.time)}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
