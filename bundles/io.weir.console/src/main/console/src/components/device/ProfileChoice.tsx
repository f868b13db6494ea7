import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProfileSummary } from '../../api/documents';
import { useGateway, useLoaded } from '../../api/hooks';
import { findProfiles, sourceLink } from '../../documents';
import { Await } from '../Await';

const SHOWN = 20;

/** Searches the profiles by maker and model; each tells the document it follows. */
export function ProfileChoice({
  chosen,
  onChoose,
}: {
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { client } = useGateway();
  const [search, setSearch] = useState('');
  return (
    <div className="stack">
      <TextInput
        label="Maker or model"
        size="md"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Await of={useLoaded(client.profiles)}>
        {(profiles) => {
          const found = findProfiles(profiles, search);
          const first = found.slice(0, SHOWN);
          const picked = found.slice(SHOWN).filter(({ id }) => id === chosen);
          if (found.length === 0) {
            return (
              <div className="empty small">
                {profiles.length === 0
                  ? 'There is no profile on this gateway. Begin without one, or from a table.'
                  : 'No profile matches. Begin without one, or from a table.'}
              </div>
            );
          }
          return (
            <>
              <ul className="choices">
                {[...first, ...picked].map((profile) => (
                  <Choice
                    key={profile.id}
                    profile={profile}
                    chosen={profile.id === chosen}
                    onChoose={() => onChoose(profile.id)}
                  />
                ))}
              </ul>
              {found.length > SHOWN && (
                <div className="quiet">
                  {found.length - SHOWN} more match; type more of the name to see them.
                </div>
              )}
            </>
          );
        }}
      </Await>
    </div>
  );
}

function Choice({
  profile: { id, name, source, origin, channels },
  chosen,
  onChoose,
}: {
  profile: ProfileSummary;
  chosen: boolean;
  onChoose: () => void;
}) {
  const link = source ? sourceLink(source) : undefined;
  return (
    <li>
      <button type="button" className="choice" aria-pressed={chosen} onClick={onChoose}>
        <strong>{name}</strong>
        <span className="quiet">
          {id} · {channels} channels · {origin === 'own' ? 'made here' : 'from the library'}
        </span>
        {source && !link && <span className="quiet wrap">Source: {source}</span>}
      </button>
      {source && link && (
        <a className="quiet wrap source" href={link} target="_blank" rel="noreferrer">
          Source: {source}
        </a>
      )}
    </li>
  );
}
