import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import partsClasses from '../../../web/parts/parts.module.css';
import { formatExact, useNow } from '../../../web/parts/when.tsx';
import type { Scope, SummaryPart } from './api-types.ts';
import { noFilters } from './filters.ts';

/** Where things stand, in one sentence: figures narrow the list below, people open. */
export function TimelineSentence({ of, wait = '…' }: { of: Scope; wait?: string }) {
  const summary = useQuery(api.timeline.summary.queryOptions({ input: of }));
  if (!summary.data) return summary.error ? 'Where things stand could not be read just now.' : wait;
  return summary.data.parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence's parts have their place and nothing else.
    <Part key={index} of={part} self={of.contactId ?? of.accountId} />
  ));
}

function Part({ of, self }: { of: SummaryPart; self: string | undefined }) {
  const now = useNow();
  switch (of.part) {
    case 'text':
      return of.text;
    case 'figure':
      return (
        <Link
          to="."
          search={(state: Record<string, unknown>) => ({ ...state, ...noFilters, ...filtersOf(of.opens) })}
          className={partsClasses.figure}
          resetScroll={false}
        >
          {of.text}
        </Link>
      );
    case 'day':
      return (
        <time dateTime={of.at} title={formatExact(of.at)} style={{ whiteSpace: 'nowrap' }}>
          {sentenceDay(new Date(of.at), now, of.on)}
        </time>
      );
    default: {
      // Whose page it is need not be opened.
      if (of.id === self) return of.text;
      const href: string = of.part === 'contact' ? `/people/contacts/${of.id}` : `/people/accounts/${of.id}`;
      return (
        <Link to={href} className={partsClasses.figure}>
          {of.text}
        </Link>
      );
    }
  }
}

/** As they stand in the address; what counts by default is not said there. */
function filtersOf(opens: Extract<SummaryPart, { part: 'figure' }>['opens']): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const [key, value] of Object.entries(opens)) {
    if (value === undefined || value === 'yes') continue;
    filters[key] = Array.isArray(value) ? value.join(',') : String(value);
  }
  return filters;
}

const sameYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const dayMs = 24 * 3_600_000;

/** `today`, `yesterday`, `3 June`, `on 3 June 2025`: in the reader's zone. */
export function sentenceDay(at: Date, now: Date, on = false): string {
  const start = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const days = Math.round((start(now) - start(at)) / dayMs);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  const date = (at.getFullYear() === now.getFullYear() ? sameYear : otherYear).format(at);
  return on ? `on ${date}` : date;
}
