import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import settings from '../../workspace/ui/settings/settings.module.css';
import type { SessionReport } from '../sessions/contract.ts';
import { byChannel, byWeek, type Figures, onlySite, pagesASession } from './session-figures.ts';
import classes from './tracking.module.css';
import { TrackingFrame } from './tracking-frame.tsx';

const pageState = z.object({ weeks: z.enum(['4', '12', '26', '52']).catch('12') });
const spans = [
  { value: '4', label: '4 weeks' },
  { value: '12', label: '12 weeks' },
  { value: '26', label: '26 weeks' },
  { value: '52', label: 'A year' },
] as const;

/** How much is read on the site, where it begins and what brought it there. */
export function SessionsPage() {
  const [{ weeks }, set] = useUrlState(pageState);
  const report = useQuery(api.tracking.sessions.reportSessions.queryOptions({ input: { weeks } }));
  const { data } = report;
  return (
    <TrackingFrame
      title="Sessions"
      answer={data ? answerOf(data, weeks) : 'Sessions on your site'}
      sub={
        <>
          A session is what one visitor reads with no pause of more than {data?.gapMinutes ?? 30} minutes; its
          first page says its channel. People only: what is{' '}
          <DefinedTerm term="verified">not counted</DefinedTerm> is left out.
        </>
      }
    >
      <div className={settings.block}>
        <Segmented
          label="How far back"
          value={weeks}
          onChange={(value) => set({ weeks: value === '12' ? undefined : value })}
          options={spans}
        />
      </div>
      <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />
      {data && data.sessions === 0 ? (
        <EmptyState heading="No sessions in this time">
          Sessions are made of the pages your tracker sends. Paste the snippet of “Connect” into your site.
        </EmptyState>
      ) : null}
      {data && data.sessions > 0 ? <Report report={data} /> : null}
    </TrackingFrame>
  );
}

function answerOf({ sessions, pages, visitors }: SessionReport, weeks: string): string {
  if (sessions === 0) return 'Nobody has read a page of your site in this time.';
  return `${formatCount(visitors)} ${visitors === 1 ? 'visitor' : 'visitors'} came ${formatCount(sessions)} ${sessions === 1 ? 'time' : 'times'} in the last ${weeks} weeks and read ${pagesASession({ sessions, pages })} pages a session.`;
}

function Report({ report }: { report: SessionReport }) {
  const weeks = byWeek(report.weeks);
  const most = Math.max(...weeks.map(({ sessions }) => sessions));
  const site = onlySite(report.landingPages.map(({ page }) => page));
  return (
    <>
      <ol
        className={classes.chart}
        aria-label="Sessions a week"
        data-dense={weeks.length > fewWeeks || undefined}
      >
        {weeks.map(({ week, sessions }) => (
          <li key={week} className={classes.week}>
            <span className="sr-only">{`Week of ${shortDate(week)}: ${formatCount(sessions)} sessions`}</span>
            <span className={classes.weekCount} aria-hidden>
              {formatCount(sessions)}
            </span>
            <span
              className={classes.weekBar}
              style={{ height: `${Math.round((sessions / most) * 88)}%` }}
              aria-hidden
            />
          </li>
        ))}
      </ol>
      <div className={classes.weekNames} aria-hidden>
        {weeks.map(({ week }, index) => (
          <span key={week} data-mark={markOf(index, weeks.length)}>
            {shortDate(week)}
          </span>
        ))}
      </div>
      <div className={classes.tables}>
        <FigureTable
          heading="By channel"
          name="Channel"
          rows={byChannel(report.weeks).map(({ channel, ...figures }) => ({
            key: channel ?? 'none',
            name: channel ?? 'not said',
            ...figures,
          }))}
        />
        <FigureTable
          heading={site === null ? 'Where sessions begin' : `Where sessions begin on ${site}`}
          name="Landing page"
          rows={report.landingPages.slice(0, shownLandings).map(({ page, ...figures }) => ({
            key: page,
            name: site === null ? page : page.slice(site.length) || '/',
            ...figures,
          }))}
        />
      </div>
    </>
  );
}

const shownLandings = 20;
const fewWeeks = 16;

/** Where there is room for it, a bar's week is named: six of them on a phone, twice as many elsewhere. */
function markOf(index: number, count: number): 'always' | 'wide' | 'never' {
  const step = Math.ceil(count / 12);
  if (index % (step * 2) === 0) return 'always';
  return index % step === 0 ? 'wide' : 'never';
}

function FigureTable(of: {
  heading: string;
  name: string;
  rows: readonly ({ key: string; name: string } & Figures)[];
}) {
  return (
    <section>
      <table className={classes.reasons}>
        <caption className={classes.caption}>{of.heading}</caption>
        <thead>
          <tr>
            <th scope="col">{of.name}</th>
            <th scope="col" className={classes.number}>
              Sessions
            </th>
            <th scope="col" className={classes.number}>
              Visitors
            </th>
            <th scope="col" className={classes.number}>
              Pages a session
            </th>
          </tr>
        </thead>
        <tbody>
          {of.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td className={classes.number}>{formatCount(row.sessions)}</td>
              <td className={classes.number}>{formatCount(row.visitors)}</td>
              <td className={classes.number}>{pagesASession(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const monthDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

function shortDate(week: string): string {
  return monthDay.format(new Date(week));
}
