import { useCallback } from 'react';
import type { PresenceChange } from '../../api/documents';
import { useGateway, useNow, usePolled } from '../../api/hooks';
import { formatSpan, formatTime } from '../../format';
import { spans } from '../../presence';
import { Await } from '../Await';
import { StateMark } from '../StateMark';

/** When a device could be reached and when not, the last first. */
export function Presence({ id }: { id: string }) {
  const { client } = useGateway();
  const loaded = usePolled(
    useCallback(() => client.presence(id), [client, id]),
    5000,
  );
  return (
    <section className="card" aria-label="Online and offline">
      <h2>Online and offline</h2>
      <Await of={loaded}>{(changes) => <Changes changes={changes} />}</Await>
    </section>
  );
}

function Changes({ changes }: { changes: PresenceChange[] }) {
  const now = useNow();
  if (changes.length === 0) {
    return <div className="empty small">It was neither online nor offline yet.</div>;
  }
  return (
    <ul className="gaps">
      {spans(changes, now).map(({ change, milliseconds, lasts }) => (
        <li key={change.time}>
          <div className="row-line">
            <strong>{formatTime(change.time)}</strong>
            <StateMark
              state={change.online ? 'ok' : 'error'}
              words={change.online ? 'Online' : 'Offline'}
            />
          </div>
          <div className="quiet">
            {lasts ? `for ${formatSpan(milliseconds)} now` : `for ${formatSpan(milliseconds)}`}
            {change.message && ` · ${change.message}`}
          </div>
        </li>
      ))}
    </ul>
  );
}
