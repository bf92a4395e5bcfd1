import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { EvidenceBy } from '../../evidence/contract.ts';
import classes from './evidence.module.css';
import { TwoByTwoChart } from './two-by-two-chart.tsx';
import { byNames } from './words.ts';

type Props = {
  /** First and last day; the usual period where left out. */
  from?: string | undefined;
  to?: string | undefined;
};

const minuteMs = 60_000;
const choices = (['campaign', 'channel', 'asset_type'] as const).map((key) => ({
  value: key,
  label: `by ${byNames[key].one}`,
}));

/** The picture for other pages: what each delivers beside what it can show. A point leads to the page of it. */
export function TwoByTwo({ from, to }: Props) {
  const [by, setBy] = useState<EvidenceBy>('campaign');
  const navigate = useNavigate();
  const days = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const query = useQuery(
    api.results.evidence.twoByTwo.queryOptions({
      input: by === 'campaign' ? days : { ...days, by },
      staleTime: minuteMs,
      placeholderData: keepPreviousData,
    }),
  );
  const points = query.data?.points ?? [];
  const search = { ...(by === 'campaign' ? {} : { by }), ...days };
  return (
    <section
      className={`panel ${classes.panelPicture}`}
      aria-labelledby="two-by-two-heading"
      aria-busy={query.isFetching}
    >
      <div className={classes.panelHead}>
        <h2 id="two-by-two-heading">Does it add value, and can it show it?</h2>
        <Select
          aria-label="Told apart by"
          size="xs"
          w={150}
          data={choices}
          value={by}
          onChange={(word) => setBy(choices.find(({ value }) => value === word)?.value ?? 'campaign')}
          allowDeselect={false}
        />
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      <div className={query.isPlaceholderData ? classes.stale : undefined}>
        <TwoByTwoChart
          points={points}
          onOpen={(point) =>
            void navigate({
              to: '/results/two-by-two',
              search: { ...search, evidence: { row: point.key } },
            })
          }
        />
      </div>
      <p className={classes.below}>
        A cross is the range that the data allows; hollow where it takes in the alternative. Under 30 leads a{' '}
        {byNames[by].one} waits in grey.{' '}
        <Link to="/results/two-by-two" search={search}>
          The same as a table
        </Link>
      </p>
    </section>
  );
}
