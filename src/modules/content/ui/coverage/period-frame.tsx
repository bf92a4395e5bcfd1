import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { coveragePeriods } from '../../coverage/contract.ts';
import { ContentTabs } from '../parts/content-tabs.tsx';
import classes from './coverage.module.css';
import { periodNames } from './words.ts';

type Period = (typeof coveragePeriods)[number];

type PeriodFrameProps<Answer> = {
  title: string;
  query: UseQueryResult<Answer>;
  /** In the place of the sentence where nothing could be read. */
  unread: string;
  sentence: (answer: Answer) => ReactNode;
  sub: (answer: Answer) => ReactNode;
  period: Period;
  onPeriod: (period: Period) => void;
  children: (answer: Answer) => ReactNode;
};

/** What the pages of measures share: the answering sentence, the pages beside each other, the period. */
export function PeriodFrame<Answer>(props: PeriodFrameProps<Answer>) {
  const { title, query, unread, sentence, sub, period, onPeriod, children } = props;
  const answer = query.data;
  return (
    <div aria-busy={query.isPlaceholderData}>
      <FirstLine title={title} sub={answer === undefined ? undefined : sub(answer)}>
        {answer === undefined ? (
          query.error ? (
            unread
          ) : (
            <span className="mute">Counting…</span>
          )
        ) : (
          sentence(answer)
        )}
      </FirstLine>
      <div className={classes.bar}>
        <ContentTabs />
        <Segmented
          label="Period"
          value={period}
          onChange={onPeriod}
          options={coveragePeriods.map((value) => ({ value, label: periodNames[value] }))}
        />
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {answer === undefined ? null : children(answer)}
    </div>
  );
}
