import { Button, Menu } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import classes from './import.module.css';
import type { ImportView, RefusalView, RefusedFiles } from './import-view.ts';
import outcomeClasses from './outcome.module.css';
import { RowTable } from './row-table.tsx';
import { counted, reasonLabel } from './words.ts';

const pageState = z.object({ reason: z.string().max(60).catch('') });

const pageRows = 50;

export const refusalsHref = (importId: string, fileIndex: number): string =>
  `/api/v1/imports/${importId}/refusals.csv?fileIndex=${fileIndex}`;

/** The refused rows by reason, the rows themselves, and the file to correct. */
export function Refusals({ record }: { record: ImportView }) {
  const [{ reason }, set] = useUrlState(pageState);
  const input = { importId: record.id, limit: pageRows, ...(reason === '' ? {} : { code: reason }) };
  const list = useInfiniteQuery(
    api.import.refusals.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const reasons = list.data?.pages[0]?.reasons ?? [];
  const files = list.data?.pages[0]?.files ?? [];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel" id="refused" aria-label="Refused rows">
      <div className={outcomeClasses.refusedHead}>
        <div>
          <h2 className={classes.sideTitle}>{counted(record.outcomes.refused, 'refused row')}, by reason</h2>
          <p className={classes.sideNote}>
            The file has your columns and one more that says why. Correct its rows and import it with the same
            mapping.
          </p>
        </div>
        <Downloads record={record} files={files} />
      </div>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      <ul className={outcomeClasses.reasons}>
        {reasons.map((each) => (
          <li key={`${each.code}-${each.column ?? ''}`}>
            <button
              type="button"
              aria-pressed={reason === each.code}
              onClick={() => set({ reason: reason === each.code ? '' : each.code }, { replace: true })}
            >
              <b>{formatCount(each.rows)}</b>
              <span>
                {reasonLabel(each.code)}
                {each.column === null ? '' : `, in ${each.column}`}
                <span className="mute">{each.example}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {files.map((file) => {
        const own = rows.filter((row) => row.fileIndex === file.fileIndex);
        if (own.length === 0) return null;
        return (
          <RefusedRows key={file.fileIndex} file={file} isOneOfMany={record.files.length > 1} rows={own} />
        );
      })}
      {list.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more rows
        </Button>
      ) : null}
    </section>
  );
}

function Downloads({ record, files }: { record: ImportView; files: RefusedFiles }) {
  if (files.length <= 1) {
    return (
      <Button
        variant="default"
        component="a"
        href={refusalsHref(record.id, files[0]?.fileIndex ?? 0)}
        download
      >
        Download the refused rows
      </Button>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">Download the refused rows</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ fileIndex, name, rows }) => (
          <Menu.Item key={fileIndex} component="a" href={refusalsHref(record.id, fileIndex)} download>
            {name}, {counted(rows, 'row')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type RefusedRowsProps = {
  file: { name: string; headings: readonly string[] };
  isOneOfMany: boolean;
  rows: readonly RefusalView[];
};

function RefusedRows({ file, isOneOfMany, rows }: RefusedRowsProps) {
  const { name, headings } = file;
  return (
    <div className={classes.rows}>
      {isOneOfMany ? <h3>{name}</h3> : null}
      <RowTable label={`Refused rows of ${name}`} headings={headings} rows={rows} />
    </div>
  );
}
