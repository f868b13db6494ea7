import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Connection } from '../../api/documents';
import { idOf } from '../../documents';
import type { Draft, DraftField, DraftProblems } from '../../draft';
import { MODBUS } from '../../modbus';

/** Where the device is and what it is called. */
export function PlaceStep({
  draft,
  problems,
  connections,
  onChange,
}: {
  draft: Draft;
  problems: DraftProblems;
  connections: Connection[];
  onChange: (draft: Draft) => void;
}) {
  const connection = connections.find(({ name }) => name === draft.connection);
  const field = (name: Exclude<DraftField, 'channels'>) => ({
    value: draft[name],
    error: problems[name],
    size: 'md',
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...draft, [name]: event.currentTarget.value }),
  });
  const rename = (name: string) =>
    onChange({ ...draft, name, id: draft.id === idOf(draft.name) ? idOf(name) : draft.id });
  return (
    <>
      <NativeSelect
        label="Connection"
        data={[
          { value: '', label: 'Choose…' },
          ...connections.map(({ name, protocol }) => ({
            value: name,
            label: `${name} (${protocol})`,
          })),
        ]}
        {...field('connection')}
      />
      {connection && connection.pid === MODBUS && (
        <TextInput
          label="Unit"
          description="The device's number on the bus, also called slave address"
          inputMode="numeric"
          {...field('unit')}
        />
      )}
      {connection && connection.pid !== MODBUS && (
        <Textarea
          label="Address (JSON)"
          description="What stands under the address of each of its channels; {} is nothing"
          rows={2}
          {...field('address')}
        />
      )}
      <TextInput
        {...field('name')}
        label="Name"
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <TextInput
        label="Id"
        description="Names its channels, for example boiler/flow-temp; cannot be changed later"
        autoCapitalize="none"
        {...field('id')}
      />
    </>
  );
}
