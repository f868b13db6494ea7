import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useGateway, usePolled } from '../api/hooks';
import type { Secret } from '../api/types';
import { Await } from '../components/Await';
import { StateMark } from '../components/StateMark';
import { Confirm } from '../components/secrets/Confirm';
import { SetSecret } from '../components/secrets/SetSecret';
import { sentence } from '../format';
import { mayEngineer } from '../roles';

type Asking = { what: 'set' | 'remove'; name: string } | { what: 'rekey' | 'start-anew' };

/** Passwords and keys by name: who uses them, and ways to set and remove them; never to read. */
export function Secrets() {
  const { client } = useGateway();
  const loaded = usePolled(client.secrets, 5000);
  const [asking, setAsking] = useState<Asking>();
  const done = () => {
    setAsking(undefined);
    loaded.reload();
  };
  const mayChange = mayEngineer(client.role);
  return (
    <div className="stack">
      <div className="head">
        <h1>Secrets</h1>
        {mayChange && (
          <Button mih={44} onClick={() => setAsking({ what: 'set', name: '' })}>
            Set a secret…
          </Button>
        )}
      </div>
      <Await of={loaded} height={240}>
        {({ problem, secrets }) => (
          <>
            {problem && (
              <Alert color="red" title="The secrets cannot be opened" role="alert">
                <Text>{sentence(problem)}</Text>
                {client.role === 'administrator' && (
                  <Button
                    mt="md"
                    mih={44}
                    color="red"
                    variant="light"
                    onClick={() => setAsking({ what: 'start-anew' })}
                  >
                    Begin without them…
                  </Button>
                )}
              </Alert>
            )}
            <section className="card" aria-label="Secrets">
              <div className="quiet">
                Passwords and keys are kept encrypted. A document refers to one as{' '}
                <code>secret:name</code>; what uses it starts again when it changes.
              </div>
              {secrets.length === 0 ? (
                <div className="empty">No secret is set, and no document refers to one.</div>
              ) : (
                <Table
                  secrets={secrets}
                  known={!problem}
                  mayChange={mayChange && !problem}
                  ask={setAsking}
                />
              )}
            </section>
          </>
        )}
      </Await>
      {client.role === 'administrator' && (
        <section className="card row-line" aria-label="Key">
          <span className="quiet">Makes a new key and encrypts all secrets with it.</span>
          <Button variant="default" mih={44} onClick={() => setAsking({ what: 'rekey' })}>
            New key…
          </Button>
        </section>
      )}
      {asking && <Dialog asking={asking} onClose={() => setAsking(undefined)} onDone={done} />}
    </div>
  );
}

function Table({
  secrets,
  known,
  mayChange,
  ask,
}: {
  secrets: Secret[];
  /** Whether it is known which are set. */
  known: boolean;
  mayChange: boolean;
  ask: (asking: Asking) => void;
}) {
  return (
    <div className="scroll">
      <table className="table folds">
        <thead>
          <tr>
            <th>Name</th>
            <th>State</th>
            <th>Used by</th>
            {mayChange && <th aria-label="Change" />}
          </tr>
        </thead>
        <tbody>
          {secrets.map(({ name, set, usedBy }) => (
            <tr key={name}>
              <td>
                <strong>{name}</strong>
              </td>
              <td>
                {known ? (
                  <StateMark state={set ? 'ok' : 'error'} words={set ? 'Set' : 'Not set'} />
                ) : (
                  <StateMark state="disabled" words="Not known" />
                )}
              </td>
              <td data-label="Used by">
                {usedBy.length === 0 ? (
                  <span className="quiet">no document</span>
                ) : (
                  <div>
                    {usedBy.map((document) => (
                      <div key={document}>{document}</div>
                    ))}
                  </div>
                )}
              </td>
              {mayChange && (
                <td>
                  <div className="actions">
                    <Button
                      variant="light"
                      mih={44}
                      aria-label={`Set ${name}`}
                      onClick={() => ask({ what: 'set', name })}
                    >
                      {set ? 'Change…' : 'Set…'}
                    </Button>
                    {set && (
                      <Button
                        variant="subtle"
                        color="red"
                        mih={44}
                        aria-label={`Remove ${name}`}
                        onClick={() => ask({ what: 'remove', name })}
                      >
                        Remove…
                      </Button>
                    )}
                  </div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Dialog({
  asking,
  onClose,
  onDone,
}: {
  asking: Asking;
  onClose: () => void;
  onDone: () => void;
}) {
  const { client } = useGateway();
  switch (asking.what) {
    case 'set':
      return <SetSecret name={asking.name} onClose={onClose} onSet={onDone} />;
    case 'remove':
      return (
        <Confirm
          title={`Remove ${asking.name}?`}
          action="Remove"
          run={() => client.removeSecret(asking.name).then(onDone)}
          onClose={onClose}
        >
          <Text>It cannot be brought back. What uses it stops until it is set again.</Text>
        </Confirm>
      );
    case 'rekey':
      return (
        <Confirm
          title="Make a new key?"
          action="Make a new key"
          run={() => client.rekeySecrets().then(onDone)}
          onClose={onClose}
        >
          <Text>
            The old key opens nothing any more but copies of the file that were made before. The
            secrets themselves do not change.
          </Text>
        </Confirm>
      );
    case 'start-anew':
      return (
        <Confirm
          title="Begin without the secrets?"
          action="Begin without them"
          run={() => client.abandonSecrets().then(onDone)}
          onClose={onClose}
        >
          <Text>
            The file is set aside, and every secret must be set again. Rather put the right key
            back, if there is a copy of it.
          </Text>
        </Confirm>
      );
  }
}
