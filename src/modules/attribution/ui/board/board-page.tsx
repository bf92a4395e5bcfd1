import { Button, Menu, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatExact } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import type { BoardPage as Page } from '../../board/contract.ts';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { Waiting } from '../parts/waiting.tsx';
import classes from './board.module.css';
import { Changes } from './changes.tsx';
import { Definitions } from './definitions.tsx';
import { BoardEvidence } from './evidence.tsx';
import { ForecastPicture } from './forecast-picture.tsx';
import { Kept } from './kept.tsx';
import { Note } from './note.tsx';
import { Numbers } from './numbers.tsx';
import { Schedules } from './schedules.tsx';
import { StageParts } from './stage-parts.tsx';
import { type PageState, pageState, type SetState } from './state.ts';
import { TrendPicture } from './trend-picture.tsx';

/** One page for the board: what came, who carried it, what it cost, what is to come, what changed and why. */
export function BoardPage() {
  const [state, set] = useUrlState(pageState);
  const { quarter, report } = state;
  const options = api.results.board.read.queryOptions({
    input: quarter === undefined ? {} : { quarter },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const waiting = <Waiting query={query} queryKey={options.queryKey} what="the quarter" />;
  const kept = useQuery({
    ...api.results.board.getReport.queryOptions({ input: { id: report ?? '' } }),
    enabled: report !== undefined,
  });
  const error = query.error ?? kept.error;
  const page = query.data;
  const figures = report === undefined ? page?.figures : kept.data?.figures;
  if (!page || !figures) {
    return (
      <>
        <ResultsTabs />
        <FirstLine title="Board">
          {error ? 'The page could not be made.' : <span className="mute">Adding up the quarter…</span>}
        </FirstLine>
        {waiting}
        <ProblemNotice error={error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const [first = '', ...others] = figures.headline;
  return (
    <div aria-busy={query.isPlaceholderData}>
      <ResultsTabs />
      <FirstLine
        title="Board"
        sub={others.map((sentence) => (
          <p key={sentence} className={classes.sentence}>
            {sentence}
          </p>
        ))}
        actions={<Actions page={page} state={state} set={set} />}
      >
        {first}
      </FirstLine>
      {waiting}
      <ProblemNotice error={error} />
      {kept.data && report !== undefined ? (
        <p className={classes.frozen}>
          Kept as it was {kept.data.cause === 'kept' ? '' : 'sent '}on {formatExact(kept.data.madeAt)} by{' '}
          {kept.data.madeBy}.{' '}
          {kept.data.isIntact
            ? 'Its PDF is the same to the byte.'
            : 'Its PDF is drawn anew: this version of Liaison draws it otherwise.'}{' '}
          <button type="button" className={classes.quiet} onClick={() => set({ report: undefined })}>
            Back to the page as it is now
          </button>
        </p>
      ) : null}
      <Numbers figures={figures} />
      <div className={classes.pictures}>
        <TrendPicture figures={figures} />
        <ForecastPicture figures={figures} />
      </div>
      <StageParts figures={figures} />
      <div className={classes.pictures}>
        <Changes figures={figures} />
        <Note
          note={page.note}
          keptText={report === undefined ? null : (kept.data?.noteText ?? '')}
          isOpen={state.dialog === 'note'}
          set={set}
        />
      </div>
      <Definitions figures={figures} />
      <Kept set={set} />
      <Schedules isOpen={state.dialog === 'schedules'} onClose={() => set({ dialog: undefined })} />
      <BoardEvidence figures={figures} />
    </div>
  );
}

function Actions({ page, state, set }: { page: Page; state: PageState; set: SetState }) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('results:write');
  const { quarter, report } = state;
  const keep = useMutation({
    mutationFn: () => client.results.board.keepReport(quarter === undefined ? {} : { quarter }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.results.board.listReports.key() });
      notifications.show({ message: 'Kept with its figures. It stands under “Kept and sent”.' });
    },
  });
  const pdf = (paper: 'a4' | 'letter') =>
    report === undefined
      ? `/api/v1/results/board/pdf?paper=${paper}${quarter === undefined ? '' : `&quarter=${quarter}`}`
      : `/api/v1/results/board/reports/${report}/pdf`;
  return (
    <>
      <Select
        aria-label="Quarter"
        w={120}
        size="sm"
        allowDeselect={false}
        data={page.quarters.map(({ key, label }) => ({ value: key, label }))}
        value={page.figures.quarter.key}
        onChange={(key) =>
          set({ quarter: key === page.quarters[0]?.key ? undefined : (key ?? undefined), report: undefined })
        }
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="sm">
            PDF
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {report === undefined ? (
            <>
              <Menu.Item component="a" href={pdf('a4')} download>
                A4
              </Menu.Item>
              <Menu.Item component="a" href={pdf('letter')} download>
                Letter
              </Menu.Item>
            </>
          ) : (
            <Menu.Item component="a" href={pdf('a4')} download>
              As it was kept
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {mayWrite && report === undefined ? (
        <Button variant="default" size="sm" loading={keep.isPending} onClick={() => keep.mutate()}>
          Keep
        </Button>
      ) : null}
      <Button size="sm" onClick={() => set({ dialog: 'schedules' })}>
        Send…
      </Button>
    </>
  );
}
