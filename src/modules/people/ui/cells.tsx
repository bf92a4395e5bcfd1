import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../web/parts/money.tsx';
import { formatRelative, useNow, When } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { ListField } from '../lists/contract.ts';
import type { ContactRow, CustomValue, Named, Stage } from './api-types.ts';
import { dayWords } from './filter-words.ts';
import classes from './people.module.css';

export const Dash = () => <span className="mute">–</span>;

export const TextCell = ({ value }: { value: string | null }) =>
  value === null || value === '' ? <Dash /> : <span title={value}>{value}</span>;

export const DayCell = ({ value }: { value: string | null }) =>
  value === null ? <Dash /> : <span>{dayWords(value)}</span>;

/** Another record's name; a link of its own within the row. */
export function NamedCell({ of, to }: { of: Named | null; to?: string }) {
  if (!of) return <Dash />;
  if (!to) return <span title={of.name}>{of.name}</span>;
  const href: string = `${to}/${of.id}`;
  return (
    <Link to={href} className={classes.quietLink} title={of.name} tabIndex={-1}>
      {of.name}
    </Link>
  );
}

/** A custom field's value, read as its type says. */
export function CustomCell({ field, value }: { field: ListField; value: CustomValue }) {
  return <TextCell value={customWords(field, value)} />;
}

export function customWords(field: ListField, value: CustomValue): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatCount(value);
  if (field.kind === 'date') return dayWords(value);
  return field.options?.find((option) => option.value === value)?.label ?? value;
}

const hourMs = 3_600_000;

type Standing = Pick<ContactRow, 'lifecycleStage' | 'lifecycleStatus' | 'lifecycleSince'>;

/** Whether someone waits in a stage for longer than the stage allows. */
export function isOverdue(row: Standing, stages: readonly Stage[], now: Date): boolean {
  const stage = stages.find((one) => one.key === row.lifecycleStage);
  const last = stages.at(-1);
  if (!stage || stage === last || row.lifecycleStatus !== 'open') return false;
  if (stage.allowedHours === null || row.lifecycleSince === null) return false;
  return now.getTime() - Date.parse(row.lifecycleSince) > stage.allowedHours * hourMs;
}

export function stageName(key: string | null, stages: readonly Stage[]): string | null {
  return key === null ? null : (stages.find((stage) => stage.key === key)?.name ?? key);
}

export function StageCell({ row, stages }: { row: Standing; stages: readonly Stage[] }) {
  const name = stageName(row.lifecycleStage, stages);
  if (name === null) return <Dash />;
  const word = <DefinedTerm term={row.lifecycleStage ?? ''}>{name}</DefinedTerm>;
  if (row.lifecycleStatus === 'left') return <span className="mute">{word}, left</span>;
  return <span className={classes.stage}>{word}</span>;
}

/** Since when; red where that is longer than agreed. */
export function SinceCell({ row, stages }: { row: Standing; stages: readonly Stage[] }) {
  const now = useNow();
  if (!isOverdue(row, stages, now) || row.lifecycleSince === null) return <When at={row.lifecycleSince} />;
  const since = new Date(row.lifecycleSince);
  return (
    <time className="late" dateTime={since.toISOString()} title="Waiting longer than agreed">
      {formatRelative(since, now)}
    </time>
  );
}
