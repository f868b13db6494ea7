import { useGateway, useNow, usePolled } from '../api/hooks';
import type { GatewayEvent, Rule, State } from '../api/types';
import { Await } from '../components/Await';
import { Facts } from '../components/Facts';
import { StateMark } from '../components/StateMark';
import { figures, formatAge, formatTime } from '../format';

export function Rules() {
  const { client } = useGateway();
  const rules = usePolled(client.rules, 2000);
  const events = usePolled(client.events, 2000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Rules</h1>
      </div>
      <Await of={rules}>
        {(list) =>
          list.length === 0 ? (
            <div className="card empty">No rule is configured.</div>
          ) : (
            <div className="pair">
              {list.map((rule) => (
                <RuleCard key={rule.id} rule={rule} />
              ))}
            </div>
          )
        }
      </Await>
      <section className="card" aria-label="Events">
        <h2>Latest events</h2>
        <Await of={events}>{(list) => <Events events={list} />}</Await>
      </section>
    </div>
  );
}

function RuleCard({ rule }: { rule: Rule }) {
  const now = useNow();
  return (
    <section className="card" aria-label={rule.name}>
      <div className="row-line">
        <h2>{rule.name}</h2>
        <StateMark
          state={rule.state}
          {...(rule.reason && rule.reason !== 'none' ? { words: rule.reason } : {})}
        />
      </div>
      <div>{rule.message}</div>
      <Facts
        of={[
          ['Since', formatAge(rule.since, now)],
          ...figures(rule.counters).filter(
            ([name, count]) => count !== '0' || name === 'Activations',
          ),
        ]}
      />
    </section>
  );
}

const SEVERITIES: Record<GatewayEvent['severity'], { state: State; words: string }> = {
  info: { state: 'disabled', words: 'Info' },
  warning: { state: 'degraded', words: 'Warning' },
  critical: { state: 'error', words: 'Critical' },
};

function Events({ events }: { events: GatewayEvent[] }) {
  if (events.length === 0) return <div className="empty">Nothing has happened yet.</div>;
  return (
    <div className="scroll">
      <table className="table folds">
        <thead>
          <tr>
            <th>Time</th>
            <th>Severity</th>
            <th>Source</th>
            <th>What happened</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.sequence}>
              <td>{formatTime(event.time)}</td>
              <td>
                <StateMark {...SEVERITIES[event.severity]} />
              </td>
              <td>{event.source}</td>
              <td>{event.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
