import { TextInput } from '@mantine/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../../web/parts/money.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import type { Mapping } from '../mapping/contract.ts';
import { type ColumnEdit, ColumnRow, doubtsAbout } from './column-row.tsx';
import classes from './columns.module.css';
import type { PreviewView } from './import-view.ts';
import {
  addColumn,
  addCustom,
  clearColumn,
  type DateColumns,
  isException,
  removeColumn,
  setCustom,
} from './mapping-edit.ts';
import { conditionColumnsOf, namesColumn, slotsOf } from './mapping-places.ts';
import { readChoice, targetGroups } from './mapping-targets.ts';

type ColumnsTableProps = {
  preview: PreviewView;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  problems: Record<string, string[]>;
  refusals: NonNullable<PreviewView['mapped']>['refusals'];
};

type Show = 'all' | 'unplaced' | 'wrong';
const manyColumns = 12;

/** Each column, what stands in it and what it becomes. */
export function ColumnsTable({ preview, mapping, onMapping, problems, refusals }: ColumnsTableProps) {
  const [show, setShow] = useState<Show>('all');
  const [sought, setSought] = useState('');
  const slots = useMemo(() => slotsOf(mapping), [mapping]);
  const conditions = useMemo(() => conditionColumnsOf(mapping), [mapping]);
  const groups = useStable(targetGroups(mapping));
  const dates = useStable(datesOf(preview));
  const latest = useRef(mapping);
  latest.current = mapping;
  const onEdit = useCallback(
    (heading: string, edit: ColumnEdit) => onMapping(applyEdit(latest.current, heading, edit, dates)),
    [onMapping, dates],
  );
  const rows = preview.columns.map((column, place) => {
    const own = slots.filter((slot) => slot.columns.some((name) => namesColumn(name, column.heading)));
    const refused = refusals.filter((refusal) => refusal.column === column.heading).length;
    // Two columns may have the same heading.
    return {
      key: `${place} ${column.heading}`,
      column,
      slots: own,
      refused,
      said: problems[column.heading] ?? [],
    };
  });
  const isWrong = (row: (typeof rows)[number]) =>
    row.refused > 0 || row.said.length > 0 || doubtsAbout(row.column).length > 0;
  const shown = rows.filter(
    (row) =>
      (show === 'all' || (show === 'unplaced' ? row.slots.length === 0 : isWrong(row))) &&
      row.column.heading.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  return (
    <section className={classes.columns} aria-label="Columns">
      {rows.length > manyColumns ? (
        <div className={classes.columnsBar}>
          <TextInput
            aria-label="Find a column"
            placeholder="Find a column"
            size="xs"
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
          <Segmented
            label="Which columns"
            value={show}
            onChange={setShow}
            options={[
              { value: 'all', label: `All ${formatCount(rows.length)}` },
              {
                value: 'unplaced',
                label: `No place ${formatCount(rows.filter((row) => row.slots.length === 0).length)}`,
              },
              { value: 'wrong', label: `Doubtful ${formatCount(rows.filter(isWrong).length)}` },
            ]}
          />
        </div>
      ) : null}
      <table className={classes.columnTable}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">First values</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, column, slots: own, refused, said }) => (
            <ColumnRow
              key={key}
              column={column}
              mapping={mapping}
              slots={own}
              isException={isException(mapping, column.heading)}
              isCondition={conditions.some((name) => namesColumn(name, column.heading))}
              groups={groups}
              headings={preview.headings}
              problems={said}
              refused={refused}
              onEdit={onEdit}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="mute">No column is left with this choice.</p> : null}
    </section>
  );
}

function datesOf(preview: PreviewView): DateColumns {
  return Object.fromEntries(
    preview.columns.flatMap(({ heading, dateFormat }) =>
      dateFormat ? [[heading, dateFormat] as const] : [],
    ),
  );
}

/** The same object while what it says is the same, so that rows are not drawn again for nothing. */
function useStable<Value>(value: Value): Value {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}

function applyEdit(mapping: Mapping, heading: string, edit: ColumnEdit, dates: DateColumns): Mapping {
  switch (edit.kind) {
    case 'choose': {
      const choice = readChoice(edit.value);
      if (choice.kind === 'leave-out' || choice.kind === 'as-other') {
        return clearColumn(mapping, heading, choice.kind === 'as-other');
      }
      const made =
        choice.kind === 'custom'
          ? addCustom(mapping, heading, choice.record, edit.type, dates)
          : addColumn(mapping, heading, choice.place, dates);
      // Put in its new place first, so that a record that the old place alone held is not taken away and made anew.
      const isSame =
        edit.instead &&
        choice.kind === 'place' &&
        edit.instead.target === choice.place.target &&
        edit.instead.record === choice.place.record;
      return edit.instead && !isSame ? removeColumn(made, heading, edit.instead) : made;
    }
    case 'remove':
      return removeColumn(mapping, heading, edit.place);
    case 'custom':
      return setCustom(mapping, edit.place, edit.change);
    case 'since':
      return addColumn(mapping, edit.column, { record: edit.record, target: 'lifecycle.at' }, dates);
  }
}
