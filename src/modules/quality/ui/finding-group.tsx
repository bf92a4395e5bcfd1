import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { api } from '../../../web/api.ts';
import { DataTable } from '../../../web/parts/data-table.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { useMay } from '../../../web/session.ts';
import type { FindingSummaryRow } from '../contract.ts';
import { findingColumns } from './finding-columns.tsx';
import classes from './findings.module.css';
import { recordHref } from './record-href.ts';

type Props = {
  row: FindingSummaryRow;
  state: 'open' | 'dismissed';
  isOpen: boolean;
  onToggle: () => void;
};

/** One kind of finding: how many, what to do, and the records behind it. */
export function FindingGroup({ row, state, isOpen, onToggle }: Props) {
  const panelId = useId();
  return (
    <section className={`panel ${classes.group}`}>
      <h2 className={classes.heading}>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={panelId}
          onClick={onToggle}
          className={classes.toggle}
        >
          <span className={classes.count}>{formatCount(row[state])}</span>
          <span>{row.title}</span>
          <span className={classes.arrow} aria-hidden="true" data-open={isOpen} />
        </button>
      </h2>
      <div id={panelId} hidden={!isOpen} className={classes.body}>
        <p className="mute">{row.advice}</p>
        {isOpen ? <Findings row={row} state={state} /> : null}
      </div>
    </section>
  );
}

function Findings({ row, state }: Pick<Props, 'row' | 'state'>) {
  const mayWrite = useMay('quality:write');
  const list = useInfiniteQuery(
    api.quality.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ code: row.code, state, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const columns = useMemo(() => findingColumns(row.code, state, mayWrite), [row.code, state, mayWrite]);
  return (
    <DataTable
      label={row.title}
      columns={columns}
      {...rowsOf(list)}
      rowKey={(finding) => finding.id}
      rowHref={(finding) => recordHref(finding.record)}
      maxHeight="480px"
    />
  );
}
