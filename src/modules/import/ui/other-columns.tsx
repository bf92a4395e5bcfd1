import { Select } from '@mantine/core';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { isCustomRecordType, type Mapping, recordTypeOf } from '../mapping/contract.ts';
import classes from './import.module.css';
import { recordTitle } from './mapping-targets.ts';
import sideClasses from './sides.module.css';
import { counted } from './words.ts';

type OtherColumnsProps = {
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  problems: readonly string[] | undefined;
  /** Columns without a place; null while it is not known. */
  unused: number | null;
};

/** What columns without a place become. */
export function OtherColumns({ mapping, onMapping, problems, unused }: OtherColumnsProps) {
  const owners = Object.entries(mapping.records).flatMap(([name, record]) => {
    const type = recordTypeOf(name, record);
    return type && isCustomRecordType(type) ? [{ value: name, label: recordTitle(name, type) }] : [];
  });
  const { otherColumns } = mapping;
  const owner = typeof otherColumns === 'string' ? null : otherColumns.customFieldsOf;
  const except = typeof otherColumns === 'string' ? [] : otherColumns.except;
  const keepFor = (name: string) => onMapping({ ...mapping, otherColumns: { customFieldsOf: name, except } });
  const [first] = owners;
  return (
    <section className="panel">
      <h2 className={classes.sideTitle}>Columns without a place</h2>
      <Segmented
        label="Columns without a place"
        value={owner === null ? 'ignore' : 'custom'}
        onChange={(value) => {
          if (value === 'ignore') onMapping({ ...mapping, otherColumns: 'ignore' });
          else if (first) keepFor(first.value);
        }}
        options={[
          { value: 'ignore', label: 'Leave out' },
          { value: 'custom', label: 'Custom fields' },
        ]}
      />
      {owner !== null && owners.length > 1 ? (
        <Select
          size="xs"
          label="Custom fields of"
          className={sideClasses.segmentDetail}
          data={owners}
          value={owner}
          allowDeselect={false}
          onChange={(value) => value && keepFor(value)}
        />
      ) : null}
      <p className={classes.sideNote}>{noteFor(owner, first !== undefined, unused)}</p>
      {problems?.map((message) => (
        <p key={message} role="alert" className={classes.said}>
          {message}
        </p>
      ))}
    </section>
  );
}

function noteFor(owner: string | null, canKeep: boolean, unused: number | null): string {
  if (owner !== null) return 'Each becomes a custom field of type text once a row has a value for it.';
  if (!canKeep)
    return 'They can be kept as custom fields once a row makes a contact, account, opportunity or campaign.';
  if (unused === null) return 'No value of these goes in.';
  return unused === 0 ? 'There are none.' : `${counted(unused, 'column')} will be left out.`;
}
