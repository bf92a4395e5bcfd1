import { Button, Checkbox } from '@mantine/core';
import type { Problems } from '../pages/editors/problems.ts';
import classes from './sla.module.css';
import { type Calendar, weekdays } from './words.ts';

type Hours = Calendar['hours'];
type Span = Hours[number];
type Props = { value: Hours; onChange: (value: Hours) => void; problems: Problems; disabled: boolean };

const usual = { from: '09:00', to: '17:00' };
const afternoon = { from: '14:00', to: '18:00' };
const mostSpans = 3;

const inOrder = (hours: Hours): Hours =>
  hours.toSorted((one, other) => one.weekday - other.weekday || (one.from < other.from ? -1 : 1));

/** The office hours of a week, day by day; a day may close at noon and open again. */
export function WeekHours({ value, onChange, problems, disabled }: Props) {
  return (
    <fieldset className={classes.group}>
      <legend>Office hours</legend>
      {problems.map(({ message }) => (
        <p key={message} className="late">
          {message}
        </p>
      ))}
      <ul className={classes.week}>
        {weekdays.map((name, place) => (
          <Day
            key={name}
            name={name}
            spans={value.filter(({ weekday }) => weekday === place + 1)}
            onChange={(spans) =>
              onChange(
                inOrder([
                  ...value.filter(({ weekday }) => weekday !== place + 1),
                  ...spans.map(({ from, to }) => ({ weekday: place + 1, from, to })),
                ]),
              )
            }
            disabled={disabled}
          />
        ))}
      </ul>
    </fieldset>
  );
}

type Times = Pick<Span, 'from' | 'to'>;
type DayProps = {
  name: string;
  spans: readonly Times[];
  onChange: (spans: readonly Times[]) => void;
  disabled: boolean;
};

function Day({ name, spans, onChange, disabled }: DayProps) {
  const change = (place: number, changes: Partial<Times>) =>
    onChange(spans.map((span, at) => (at === place ? { ...span, ...changes } : span)));
  return (
    <li>
      <Checkbox
        label={name}
        checked={spans.length > 0}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked ? [usual] : [])}
      />
      <div className={classes.spans}>
        {spans.length === 0 ? <span className="mute">closed</span> : null}
        {spans.map((span, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day.
          <span key={place} className={classes.span}>
            <TimeField
              label={`${name} from`}
              value={span.from}
              disabled={disabled}
              onChange={(from) => change(place, { from })}
            />
            –
            <TimeField
              label={`${name} to`}
              value={span.to}
              disabled={disabled}
              onChange={(to) => change(place, { to })}
            />
          </span>
        ))}
        {disabled || spans.length === 0 || spans.length >= mostSpans ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange([...spans, afternoon])}
            aria-label={`${name}: open a second time`}
          >
            +
          </Button>
        )}
        {disabled || spans.length < 2 ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => onChange(spans.slice(0, -1))}
            aria-label={`${name}: take the last hours out`}
          >
            −
          </Button>
        )}
      </div>
    </li>
  );
}

type TimeFieldProps = { label: string; value: string; onChange: (value: string) => void; disabled: boolean };

/** Midnight at the end of a day is 24:00, which a field for a time of day shows as 00:00. */
function TimeField({ label, value, onChange, disabled }: TimeFieldProps) {
  const closes = label.endsWith(' to');
  return (
    <input
      type="time"
      className={classes.time}
      aria-label={label}
      value={value === '24:00' ? '00:00' : value}
      disabled={disabled}
      onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(closes && next === '00:00' ? '24:00' : next);
      }}
    />
  );
}
