import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { HandoffTabs } from '../parts/handoff-tabs.tsx';
import { useHandoffsLive } from '../parts/live.ts';
import type { Picture } from './api-types.ts';
import classes from './capacity.module.css';
import { CapacitySentence } from './capacity-sentence.tsx';
import { about } from './capacity-words.ts';
import { SellerTable } from './seller-table.tsx';
import { WeekTable } from './week-table.tsx';

const CapacityChart = lazy(async () => ({ default: (await import('./capacity-chart.tsx')).CapacityChart }));

const pageState = z.object({ weeks: z.enum(['12', '26', '52']).catch('12') });

/** Whether sales can take what marketing offers: volume, capacity and backlog a week, and what the next weeks bring. */
export function CapacityPage() {
  const [{ weeks }, set] = useUrlState(pageState);
  useHandoffsLive();
  const { data, error, refetch } = useQuery(
    api.handoff.routing.readCapacity.queryOptions({
      input: { weeks: Number(weeks) },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <HandoffTabs />
      <FirstLine title="Capacity" sub={data ? <Basis picture={data} /> : null}>
        {data ? <CapacitySentence picture={data} /> : 'What next week brings, and what sales can answer'}
      </FirstLine>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <>
          <PicturePanel picture={data} weeks={weeks} onWeeks={(value) => set({ weeks: value })} />
          <SellersPanel picture={data} />
          <div className={`panel ${classes.panel}`}>
            <WeekTable weeks={data.weeks} />
          </div>
          <Method method={data.method} />
        </>
      ) : null}
    </>
  );
}

function Basis({ picture: { next, offerStage } }: { picture: Picture }) {
  if (next === null) return <>Leads are offered when they reach {offerStage.name}.</>;
  return (
    <>
      In eight weeks of ten it is {formatCount(about(next.low))} to {formatCount(about(next.high))} leads, by
      how many reach {offerStage.name}. <a href="#method">How this is worked out</a>
    </>
  );
}

function PicturePanel(props: {
  picture: Picture;
  weeks: '12' | '26' | '52';
  onWeeks: (weeks: '12' | '26' | '52') => void;
}) {
  const { picture, weeks, onWeeks } = props;
  return (
    <section className={`panel ${classes.panel}`} aria-labelledby="capacity-picture">
      <div className={classes.head}>
        <h2 id="capacity-picture">Volume, capacity and backlog</h2>
        <Segmented
          label="Weeks shown"
          value={weeks}
          onChange={onWeeks}
          options={[
            { value: '12', label: '12 weeks' },
            { value: '26', label: '26' },
            { value: '52', label: '52' },
          ]}
        />
      </div>
      <ul className={classes.legend}>
        <li data-mark="offered">offered</li>
        <li data-mark="expected">expected, with the interval of eight in ten</li>
        <li data-mark="capacity">sales can answer</li>
        <li data-mark="backlog">backlog at the week’s end</li>
      </ul>
      <Suspense fallback={<div className={classes.chart} />}>
        <CapacityChart picture={picture} />
      </Suspense>
    </section>
  );
}

function SellersPanel({ picture }: { picture: Picture }) {
  return (
    <div className={`panel ${classes.panel}`}>
      {picture.sellers.length > 0 ? (
        <SellerTable sellers={picture.sellers} />
      ) : (
        <EmptyState
          heading="Nobody is set to take leads"
          action={
            <Button component={Link} to="/settings/routing">
              Say who takes leads
            </Button>
          }
        >
          Say in the settings of the routing who takes leads and how many at once; then this page knows what
          sales can answer.
        </EmptyState>
      )}
    </div>
  );
}

function Method({ method }: { method: readonly string[] }) {
  return (
    <section id="method" className={classes.method} aria-labelledby="method-heading">
      <h2 id="method-heading">How this is worked out</h2>
      {method.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  );
}
