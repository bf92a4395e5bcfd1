import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  fieldsOf,
  identifyingFieldsOf,
  type Link,
  type Mapping,
  type RecordMapping,
  type RecordType,
  recordTypeOf,
} from '../mapping/contract.ts';
import columnClasses from './columns.module.css';
import classes from './import.module.css';
import { longList } from './long-list.ts';
import { constantsOf, removeRecord, setConstant, withRecord } from './mapping-edit.ts';
import { asList } from './mapping-places.ts';
import { recordTitle, recordTitleOf } from './mapping-targets.ts';
import sideClasses from './sides.module.css';
import { listed } from './words.ts';

type RecordCardsProps = {
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  problems: Record<string, string[]>;
};

/** What one row makes: each record, how it is recognised, what it belongs to, what is the same in every row. */
export function RecordCards({ mapping, onMapping, problems }: RecordCardsProps) {
  const records = Object.entries(mapping.records);
  return (
    <section className="panel">
      <h2 className={classes.sideTitle}>One row makes</h2>
      {records.length === 0 ? (
        <p className={classes.sideNote}>Nothing yet. Say of one column what it becomes.</p>
      ) : null}
      {records.map(([name, record]) => {
        const type = recordTypeOf(name, record);
        return type ? (
          <RecordCard
            key={name}
            name={name}
            type={type}
            record={record}
            mapping={mapping}
            onMapping={onMapping}
            problems={problems[name] ?? []}
          />
        ) : null;
      })}
    </section>
  );
}

type RecordCardProps = {
  name: string;
  type: RecordType;
  record: RecordMapping;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  problems: readonly string[];
};

function RecordCard({ name, type, record, mapping, onMapping, problems }: RecordCardProps) {
  const ties = tiesOf(record, mapping);
  return (
    <div className={sideClasses.recordCard}>
      <div className={sideClasses.recordHead}>
        <b>{recordTitle(name, type)}</b>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={`Do without the ${recordTitle(name, type)}`}
          onClick={() => onMapping(removeRecord(mapping, name))}
        >
          ×
        </Button>
      </div>
      <p className={classes.sideNote}>{knownBy(type, record)}</p>
      {ties ? <p className={classes.sideNote}>{ties}</p> : null}
      {problems.map((message) => (
        <p key={message} role="alert" className={classes.said}>
          {message}
        </p>
      ))}
      <Constants {...{ name, type, record, mapping, onMapping }} />
      {type === 'interaction' ? null : (
        <Checkbox
          size="xs"
          label="Refuse rows without it"
          iconColor="var(--bg)"
          checked={record.required ?? isRequiredUnsaid(name, record, mapping)}
          onChange={(event) =>
            onMapping(withRecord(mapping, name, { ...record, required: event.currentTarget.checked }))
          }
        />
      )}
    </div>
  );
}

/** As the server takes it: without a row's first record there is no row. */
function isRequiredUnsaid(name: string, record: RecordMapping, mapping: Mapping): boolean {
  return Object.keys(mapping.records)[0] === name && record.when === undefined;
}

/** By what a record that is there already is found again. */
function knownBy(type: RecordType, record: RecordMapping): string {
  if (type === 'interaction')
    return record.id === undefined ? 'Known by what it says and when.' : 'Known by its id.';
  const labels = identifyingFieldsOf(type)
    .filter((field) => record.fields[field] !== undefined)
    .map((field) => (fieldsOf(type)[field]?.label ?? field).toLowerCase());
  const ways = [...(record.id === undefined ? [] : ['its id']), ...labels];
  if (ways.length === 0) return 'Nothing tells which one is meant.';
  return `Known by ${listed(ways)}${ways.length > 1 ? ', in this order' : ''}.`;
}

function tiesOf(record: RecordMapping, mapping: Mapping): string | null {
  const ties = Object.values(record.links)
    .flatMap((given) => asList<Link>(given))
    .flatMap((link) => (typeof link === 'string' ? link : 'record' in link ? link.record : []))
    .map((name) => recordTitleOf(mapping, name))
    .map((title) => title.charAt(0).toLowerCase() + title.slice(1));
  const group = (record.buyingGroup ?? []).length > 0 ? ['the contact in its buying group'] : [];
  const all = [...new Set(ties), ...group];
  return all.length === 0 ? null : `Tied to the row’s ${listed(all)}.`;
}

type ConstantsProps = Pick<RecordCardProps, 'name' | 'type' | 'record' | 'mapping' | 'onMapping'>;

function Constants({ name, type, record, mapping, onMapping }: ConstantsProps) {
  const [adding, setAdding] = useState(false);
  const constants = constantsOf(record);
  const table = fieldsOf(type);
  const free = Object.keys(table).filter((field) => record.fields[field] === undefined);
  const set = (field: string, value: string | null) =>
    onMapping(setConstant(mapping, { record: name, field }, value));
  return (
    <div className={sideClasses.constants}>
      {constants.map(({ field, value }) => (
        <Constant key={field} type={type} field={field} value={value} onSet={(next) => set(field, next)} />
      ))}
      {adding ? (
        <Select
          size="xs"
          aria-label={`Field of the ${recordTitle(name, type)} that is the same in every row`}
          placeholder="Which field?"
          data={free.map((field) => ({ value: field, label: table[field]?.label ?? field }))}
          autoFocus
          searchable
          {...longList}
          onBlur={() => setAdding(false)}
          onChange={(field) => {
            setAdding(false);
            if (field) set(field, firstValueOf(type, field));
          }}
        />
      ) : (
        <Button
          variant="subtle"
          size="compact-xs"
          className={columnClasses.alsoButton}
          onClick={() => setAdding(true)}
        >
          Same in every row …
        </Button>
      )}
    </div>
  );
}

function optionsOf(type: RecordType, field: string): readonly string[] | null {
  const kind = fieldsOf(type)[field]?.type;
  return typeof kind === 'object' ? kind : null;
}

const firstValueOf = (type: RecordType, field: string): string => optionsOf(type, field)?.[0] ?? '';

type ConstantProps = {
  type: RecordType;
  field: string;
  value: string;
  onSet: (value: string | null) => void;
};

function Constant({ type, field, value, onSet }: ConstantProps) {
  const label = fieldsOf(type)[field]?.label ?? field;
  const options = optionsOf(type, field);
  return (
    <div className={sideClasses.constant}>
      {options ? (
        <Select
          size="xs"
          label={label}
          data={[...options]}
          value={value}
          allowDeselect={false}
          onChange={(next) => next && onSet(next)}
        />
      ) : (
        <TextInput
          size="xs"
          label={label}
          value={value}
          onChange={(event) => onSet(event.currentTarget.value)}
        />
      )}
      <Button variant="subtle" size="compact-xs" aria-label={`No fixed ${label}`} onClick={() => onSet(null)}>
        ×
      </Button>
    </div>
  );
}
