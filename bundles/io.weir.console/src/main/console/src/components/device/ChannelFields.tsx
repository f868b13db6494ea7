import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ChannelField, ChannelForm } from '../../channelForm';
import { ORDERS, TABLES, TYPES } from '../../modbus';

const DELIVERED = { value: '', label: 'as read' };
const ACCESSES = [
  { value: '', label: 'default (read)' },
  { value: 'r', label: 'read' },
  { value: 'rw', label: 'read and write' },
  { value: 'w', label: 'write' },
];
const CHANNEL_TYPES = ['double', 'integer', 'boolean', 'text', 'bytes'];

/** The fields that describe a channel; empty ones are the device's, the profile's or the default. */
export function ChannelFields({
  form,
  problems,
  modbus,
  fixedId,
  onChange,
}: {
  form: ChannelForm;
  problems: Partial<Record<ChannelField, string>>;
  modbus: boolean;
  fixedId: boolean;
  onChange: (form: ChannelForm) => void;
}) {
  const field = (name: ChannelField) => ({
    value: form[name],
    error: problems[name],
    size: 'md',
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <div className="stack">
      <div className="fields">
        <TextInput label="Name" {...field('name')} />
        <TextInput
          label="Id"
          disabled={fixedId}
          placeholder="from name"
          autoCapitalize="none"
          {...field('id')}
        />
      </div>
      <div className="fields">
        <TextInput label="Unit" placeholder="Cel, kW, %" autoCapitalize="none" {...field('unit')} />
        <TextInput label="Scale" placeholder="1" inputMode="decimal" {...field('scale')} />
        <TextInput
          label="Period"
          placeholder="inherited"
          autoCapitalize="none"
          {...field('period')}
        />
        <NativeSelect label="Type" data={[DELIVERED, ...CHANNEL_TYPES]} {...field('type')} />
      </div>
      <div className="fields">
        <NativeSelect label="Access" data={ACCESSES} {...field('access')} />
        <TextInput label="Offset" placeholder="0" inputMode="decimal" {...field('offset')} />
        <TextInput label="Min" placeholder="none" {...field('min')} />
        <TextInput label="Max" placeholder="none" {...field('max')} />
        <TextInput label="Dead band" placeholder="0" inputMode="decimal" {...field('deadband')} />
      </div>
      {modbus ? (
        <ModbusFields form={form} field={field} />
      ) : (
        <Textarea label="Address (JSON)" rows={3} {...field('address')} />
      )}
    </div>
  );
}

type Field = (name: ChannelField) => {
  value: string;
  error: string | undefined;
  size: string;
  onChange: (event: { currentTarget: { value: string } }) => void;
};

function ModbusFields({ form, field }: { form: ChannelForm; field: Field }) {
  const inherited = { value: '', label: 'inherited' };
  return (
    <div className="fields">
      <NativeSelect label="Table" data={[inherited, ...TABLES]} {...field('table')} />
      <TextInput label="Register" inputMode="numeric" {...field('register')} />
      <NativeSelect label="Register type" data={[inherited, ...TYPES]} {...field('format')} />
      <NativeSelect label="Byte order" data={[inherited, ...ORDERS]} {...field('order')} />
      {form.format === 'string' && (
        <TextInput label="Length" inputMode="numeric" {...field('length')} />
      )}
    </div>
  );
}
