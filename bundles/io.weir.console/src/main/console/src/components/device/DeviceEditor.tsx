import { Button, Modal, Textarea } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Connection, DeviceDocument, ProfileDocument } from '../../api/documents';
import { useGateway, useLoaded } from '../../api/hooks';
import { ANNOUNCED } from '../../announced';
import type { Client } from '../../api/client';
import { channelRows, documentText, parseDocument, same } from '../../documents';
import { MODBUS } from '../../modbus';
import { readLink } from '../../scan';
import { ReplaceCard } from '../announced/ReplaceCard';
import { Await } from '../Await';
import { Download } from '../Download';
import { ChannelList } from './ChannelList';
import { DeleteCard } from './DeleteCard';
import { Details } from './Details';
import { Review } from './Review';

export type View = 'about' | 'channels' | 'document';

interface Loaded {
  saved: DeviceDocument;
  profile: ProfileDocument | undefined;
  connection: Connection | undefined;
}

/** Changes a device's document, as a list of channels or as it is written. */
export function DeviceEditor({ id, view }: { id: string; view: View }) {
  const { client } = useGateway();
  const load = useCallback(async (): Promise<Loaded> => {
    const [saved, connections] = await Promise.all([
      client.deviceDocument(id),
      client.connections(),
    ]);
    return {
      saved,
      profile: await profileOf(client, saved),
      connection: connections.find(({ name }) => name === saved.connection),
    };
  }, [client, id]);
  return (
    <Await of={useLoaded(load)} height={420}>
      {(loaded) => <Editor {...loaded} view={view} />}
    </Await>
  );
}

const rowsOf = (device: DeviceDocument, profile: ProfileDocument | undefined) =>
  channelRows(device, profile).length;

function profileOf(client: Client, { id, profile }: DeviceDocument) {
  if (!profile) return undefined;
  return profile === ANNOUNCED ? client.announcedProfile(id) : client.profile(profile);
}

function Editor({ saved, profile, connection, view }: Loaded & { view: View }) {
  const [, go] = useLocation();
  const [device, setDevice] = useState(saved);
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState('');
  const [reviewing, setReviewing] = useState<DeviceDocument>();
  const changed = text !== undefined || !same(device, saved);
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changed]);
  const typed = (content: string) => {
    setText(content);
    const parsed = parseDocument(content, saved.id);
    setProblem('problem' in parsed ? parsed.problem : '');
    if ('value' in parsed) {
      setDevice(parsed.value);
      setText(documentText(parsed.value) === content ? undefined : content);
    }
  };
  const undo = () => {
    setDevice(saved);
    setText(undefined);
    setProblem('');
  };
  return (
    <>
      {view === 'about' && !problem && (
        <Details
          device={device}
          shownName={saved.profile === ANNOUNCED ? profile?.name || saved.id : saved.id}
          told={profile?.metadata ?? {}}
          onChange={(next) => {
            setDevice(next);
            setText(undefined);
          }}
        />
      )}
      {view === 'channels' && (
        <section className="card" aria-label="Channels">
          <div className="row-line">
            <h2>Channels</h2>
            {connection?.can.includes('read') && (
              <Link href={readLink(connection.name, device.address ?? {}, saved.id)}>
                From a read-test
              </Link>
            )}
          </div>
          {problem ? (
            <div className="old">The document as typed cannot be used: {problem}</div>
          ) : (
            <ChannelList
              device={device}
              profile={profile}
              modbus={connection?.pid === MODBUS}
              onChange={(next) => {
                setDevice(next);
                setText(undefined);
              }}
            />
          )}
          {!changed && rowsOf(device, profile) > 0 && (
            <Download
              url={`/api/devices/${encodeURIComponent(saved.id)}/channels.csv`}
              label="Download as CSV"
            />
          )}
        </section>
      )}
      {view === 'document' && (
        <section className="card" aria-label="Document">
          <Textarea
            className="document-text"
            label={`devices/${saved.id}.json`}
            description="As it is kept on the gateway; Help tells what each field means."
            rows={18}
            spellCheck={false}
            autoCapitalize="none"
            value={text ?? documentText(device)}
            error={problem}
            onChange={(event) => typed(event.currentTarget.value)}
          />
        </section>
      )}
      {changed && (
        <div className="card save-bar" role="status">
          <span>Changes are not saved yet.</span>
          <div className="tools">
            <Button variant="default" mih={44} onClick={undo}>
              Undo all
            </Button>
            <Button mih={44} disabled={problem !== ''} onClick={() => setReviewing(device)}>
              Check and save
            </Button>
          </div>
        </div>
      )}
      {!changed && (
        <ReplaceCard
          device={saved}
          announces={saved.profile === ANNOUNCED}
          onReplaced={() => go(`/devices/${saved.id}`)}
        />
      )}
      <DeleteCard id={saved.id} />
      {reviewing && (
        <Modal opened onClose={() => setReviewing(undefined)} title={`Save ${saved.id}`}>
          <Review
            device={reviewing}
            connection={connection}
            onBack={() => setReviewing(undefined)}
            onSaved={() => go(`/devices/${saved.id}`)}
          />
        </Modal>
      )}
    </>
  );
}
