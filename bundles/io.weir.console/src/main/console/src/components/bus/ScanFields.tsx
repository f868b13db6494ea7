import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { TABLES } from '../../modbus';
import type { Kind, ScanForm, ScanProblems } from '../../scan';

/** What to look for. */
export function ScanFields({
  modbus,
  form,
  problems,
  onChange,
}: {
  modbus: boolean;
  form: ScanForm;
  problems: ScanProblems;
  onChange: (form: ScanForm) => void;
}) {
  const field = (name: 'units' | 'timeout' | 'unit' | 'registers' | 'json') => ({
    value: form[name],
    error: problems[name],
    size: 'md',
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...form, [name]: event.currentTarget.value }),
  });
  if (!modbus) {
    return (
      <Textarea
        label="Query (JSON)"
        description="What the driver looks for; its documentation names the fields. {} asks for everything."
        rows={3}
        {...field('json')}
      />
    );
  }
  return (
    <>
      <SegmentedControl
        aria-label="What to look for"
        size="md"
        value={form.kind}
        onChange={(kind) => onChange({ ...form, kind: kind as Kind })}
        data={[
          { value: 'units', label: 'Units' },
          { value: 'registers', label: 'Registers' },
        ]}
      />
      {form.kind === 'units' ? (
        <TextInput label="Units" description="For example 1-247, or 5" {...field('units')} />
      ) : (
        <div className="fields">
          <TextInput label="Unit" inputMode="numeric" {...field('unit')} />
          <NativeSelect
            label="Table"
            size="md"
            data={TABLES}
            value={form.table}
            onChange={(event) => onChange({ ...form, table: event.currentTarget.value })}
          />
          <TextInput label="Registers" {...field('registers')} />
        </div>
      )}
      <TextInput
        label="Wait for each (ms)"
        description="Longer where devices are slow; empty for what the gateway takes"
        inputMode="numeric"
        {...field('timeout')}
      />
    </>
  );
}
