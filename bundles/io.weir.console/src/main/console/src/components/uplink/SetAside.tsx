import { Button, Group, Modal, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useGateway, usePolled } from '../../api/hooks';
import type { Rejected } from '../../api/types';
import { formatBytes, formatCount, formatTime, sentence } from '../../format';
import { mayEngineer, mayOperate } from '../../roles';
import { Await } from '../Await';
import { Problems } from '../Problems';

/** What a destination would never take: why, and ways to send it again or delete it. */
export function SetAside({ uplink, onClose }: { uplink: string; onClose: () => void }) {
  const { client } = useGateway();
  const loaded = usePolled(
    useCallback(() => client.rejected(uplink), [client, uplink]),
    2000,
  );
  const [error, setError] = useState<Error>();
  const [asking, setAsking] = useState(false);
  const run = (action: () => Promise<unknown>) => {
    setError(undefined);
    action().then(loaded.reload, setError);
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={`Set aside by ${uplink}`}>
      <div className="stack">
        <div className="quiet">
          The destination will never take these as they are, so they were put out of the way. Mend
          the cause, then send them again.
        </div>
        {error && <Problems error={error} title="Not done" />}
        <Await of={loaded} height={160}>
          {(all) =>
            all.length === 0 ? (
              <div className="empty small">Nothing is set aside.</div>
            ) : (
              <>
                <ul className="plain stack">
                  {all.map((each) => (
                    <Row key={each.id} uplink={uplink} of={each} run={run} />
                  ))}
                </ul>
                <Group justify="flex-end">
                  {asking ? (
                    <Button
                      color="red"
                      mih={44}
                      onClick={() => {
                        setAsking(false);
                        run(() => client.deleteRejected(uplink));
                      }}
                    >
                      Delete all {formatCount(all.length)} for good
                    </Button>
                  ) : (
                    mayEngineer(client.role) && (
                      <Button variant="default" mih={44} onClick={() => setAsking(true)}>
                        Delete all…
                      </Button>
                    )
                  )}
                  {mayOperate(client.role) && (
                    <Button mih={44} onClick={() => run(() => client.retryRejected(uplink))}>
                      Send all again
                    </Button>
                  )}
                </Group>
              </>
            )
          }
        </Await>
      </div>
    </Modal>
  );
}

function Row({
  uplink,
  of,
  run,
}: {
  uplink: string;
  of: Rejected;
  run: (action: () => Promise<unknown>) => void;
}) {
  const { client } = useGateway();
  const name = `${of.kind} ${of.first}`;
  return (
    <li>
      <Text>
        <strong>{name}</strong> {of.device && `of ${of.device} `}
        <span className="quiet">
          {formatTime(of.time)}, {formatBytes(of.bytes)}
        </span>
      </Text>
      <Text size="sm">{sentence(of.reason)}</Text>
      <Group mt="xs">
        <Button
          component="a"
          href={client.rejectedPayload(uplink, of.id)}
          download
          variant="default"
          mih={44}
        >
          Get
        </Button>
        {mayOperate(client.role) && (
          <Button
            variant="default"
            mih={44}
            disabled={of.retrying}
            aria-label={`Send ${name} again`}
            onClick={() => run(() => client.retryRejected(uplink, of.id))}
          >
            {of.retrying ? 'Waits to be sent' : 'Send again'}
          </Button>
        )}
        {mayEngineer(client.role) && (
          <Button
            variant="subtle"
            color="red"
            mih={44}
            aria-label={`Delete ${name}`}
            onClick={() => run(() => client.deleteRejected(uplink, of.id))}
          >
            Delete
          </Button>
        )}
      </Group>
    </li>
  );
}
