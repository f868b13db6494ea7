import { useCallback } from 'react';
import { ApiError } from '../api/client';
import { useGateway, useNow, usePolled, type Loaded } from '../api/hooks';
import type { GatewayEvent, GatewayStatus, Lane, PartStatus, Wear } from '../api/types';
import { Await } from '../components/Await';
import { Facts } from '../components/Facts';
import { StateMark } from '../components/StateMark';
import { Tile } from '../components/Tile';
import { BackupCard } from '../components/storage/BackupCard';
import { GapsCard } from '../components/storage/GapsCard';
import { LaneCard } from '../components/storage/LaneCard';
import { budgetShare, WearCard } from '../components/storage/WearCard';
import { counted, formatAge, formatBytes, formatTime, sentence } from '../format';
import { lifeWords } from '../storage';

/** What is kept on the card, how the card bears it, and what was lost. */
export function Storage() {
  const { client } = useGateway();
  const load = useCallback(async () => {
    const [status, lanes] = await Promise.all([client.status(), client.lanes()]);
    return { status, lanes };
  }, [client]);
  const kept = usePolled(load, 2000);
  const wear = usePolled(client.wear, 10000);
  const gaps = usePolled(client.gaps, 5000);
  return (
    <div className="stack">
      <div className="head">
        <h1>Storage</h1>
      </div>
      <Await of={kept} height={320}>
        {({ status, lanes }) => (
          <>
            <Tiles lanes={lanes} wear={wear.data} gaps={gaps.data} status={status} />
            <div className="pair">
              {[...lanes].sort(telemetryFirst).map((lane) => (
                <LaneCard
                  key={lane.lane}
                  lane={lane}
                  part={part(status, `journal/${lane.lane}`)}
                  why={lane.lane === 'telemetry' ? (wear.data?.reason ?? '') : ''}
                />
              ))}
            </div>
            <div className="pair">
              <WearOrNot of={wear} />
              <HistoryCard part={part(status, 'history')} />
            </div>
          </>
        )}
      </Await>
      <div className="pair top">
        <Await of={gaps}>{(list) => <GapsCard gaps={list} />}</Await>
        <div className="stack top">
          <BackupCard />
          {kept.data && <DiskCard part={part(kept.data.status, 'disk')} />}
          {kept.data && <ClockCard status={kept.data.status} />}
        </div>
      </div>
    </div>
  );
}

const telemetryFirst = (a: Lane, b: Lane) => b.lane.localeCompare(a.lane);

function part(status: GatewayStatus, name: string): PartStatus | undefined {
  return status.parts.find((each) => each.part === name);
}

function Tiles({
  lanes,
  wear,
  gaps,
  status,
}: {
  lanes: Lane[];
  wear: Wear | undefined;
  gaps: GatewayEvent[] | undefined;
  status: GatewayStatus;
}) {
  const now = useNow();
  const bytes = lanes.reduce((sum, lane) => sum + lane.bytes, 0);
  const free = part(status, 'disk')?.counters.free;
  const share = wear && budgetShare(wear);
  const losses = gaps?.filter((gap) => gap.attributes.reason !== 'restore');
  return (
    <section className="tiles narrow" aria-label="Figures">
      <Tile
        label="Written to the card"
        foot={
          !wear
            ? 'not measured'
            : share === undefined
              ? 'a day'
              : `a day, ${Math.round(share * 100)} % of the budget`
        }
      >
        {wear && wear.bytesPerDay !== null ? formatBytes(wear.bytesPerDay) : '–'}
      </Tile>
      <Tile label="Life of the card" foot={wear ? 'at the pace of today' : 'not measured'}>
        {wear ? lifeWords(wear) : '–'}
      </Tile>
      {free === undefined ? (
        <Tile label="Journal" foot="kept until every reader has it">
          {formatBytes(bytes)}
        </Tile>
      ) : (
        <Tile label="Free on the card" foot={`the journal takes ${formatBytes(bytes)}`}>
          {formatBytes(free)}
        </Tile>
      )}
      <Tile label="Last gap" foot={losses?.[0] ? formatTime(losses[0].time) : 'nothing was lost'}>
        {losses?.[0] ? formatAge(losses[0].time, now) : losses ? 'none' : '–'}
      </Tile>
      {!status.clockTrusted && (
        <Tile label="Clock" foot="samples are marked until it is">
          not known yet
        </Tile>
      )}
    </section>
  );
}

/** Card wear; where this gateway does not measure it, that is no failure. */
function WearOrNot({ of }: { of: Loaded<Wear> }) {
  if (of.data === undefined && of.error instanceof ApiError && of.error.status === 503) {
    return (
      <section className="card" aria-label="Card wear">
        <h2>Card wear</h2>
        <div className="empty small">{sentence(of.error.message)}</div>
      </section>
    );
  }
  return <Await of={of}>{(wear) => <WearCard wear={wear} />}</Await>;
}

/** What the history counts, in words; what is of no use to a person has none. */
const HISTORY_NAMES: Record<string, string> = {
  samples: 'Samples stored',
  flushes: 'Times stored',
  taken: '',
  waiting: 'Batches still to store',
  'open-samples': 'Samples not stored yet',
  refused: 'Samples of an impossible time',
  retimed: 'Samples moved to their time',
  rescued: 'Rows rescued',
  'given-up-raw': 'Chunks of samples given up',
  'given-up-minute': 'Chunks of minutes given up',
  'given-up-hour': 'Days of hours given up',
  'given-up-day': 'Days given up',
  'thinned-spare': 'Times space was given back',
  'thinned-halve': 'Windows halved',
  'thinned-rollups-only': 'Times only rollups were kept',
  'thinned-delete': 'Times rollups were given up',
};

function HistoryCard({ part: history }: { part: PartStatus | undefined }) {
  return (
    <section className="card" aria-label="History">
      <div className="row-line">
        <h2>History</h2>
        {history && <StateMark state={history.state} />}
      </div>
      <div className="quiet">What charts and exports are made of.</div>
      {history?.message && <div>{history.message}</div>}
      {history ? (
        <Facts of={counted(history.counters, HISTORY_NAMES)} />
      ) : (
        <div className="empty small">The history is not running.</div>
      )}
    </section>
  );
}

/** Room on the card, where the gateway watches it. */
function DiskCard({ part: disk }: { part: PartStatus | undefined }) {
  if (!disk) return null;
  return (
    <section className="card" aria-label="Disk">
      <div className="row-line">
        <h2>Disk</h2>
        <StateMark state={disk.state} />
      </div>
      <div>{disk.message || 'When free space falls to the floor, old telemetry is thinned.'}</div>
      <Facts of={counted(disk.counters, { pieces: 'Pieces thinned' })} />
    </section>
  );
}

function ClockCard({ status }: { status: GatewayStatus }) {
  const clock = part(status, 'clock');
  return (
    <section className="card" aria-label="Clock">
      <div className="row-line">
        <h2>Clock</h2>
        <StateMark
          state={status.clockTrusted ? 'ok' : 'degraded'}
          words={status.clockTrusted ? 'Trusted' : 'Not trusted yet'}
        />
      </div>
      <div>
        {clock?.message ||
          (status.clockTrusted
            ? 'The time of day is known; samples carry it.'
            : 'The time of day is not known yet; samples are marked until it is.')}
      </div>
      <Facts
        of={[
          ['Time of the gateway', formatTime(status.time)],
          ...counted(clock?.counters ?? {}, { trusted: '', jumps: 'Jumps' }),
        ]}
      />
    </section>
  );
}
