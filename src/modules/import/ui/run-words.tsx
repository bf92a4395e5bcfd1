import { Fragment } from 'react';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { When } from '../../../web/parts/when.tsx';
import { presetName } from '../contract.ts';
import classes from './import.module.css';
import type { ImportView } from './import-view.ts';
import { presetLabels } from './preset-step.tsx';
import { bytesInWords, counted, listed, rowsRead, secondsInWords } from './words.ts';

const shareDone = ({ progress }: ImportView): number =>
  progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : 0;

/** An import of several files is named by their number: “8 files are in”. */
const isOrAre = ({ files }: ImportView): string => (files.length > 1 ? 'are' : 'is');

/** The import in one or two sentences. */
export function ImportLine({ record }: { record: ImportView }) {
  const { status, progress } = record;
  if (status === 'uploading') {
    const here = record.files.reduce((sum, file) => sum + file.received, 0);
    return (
      <>
        {record.name} {isOrAre(record)} on the way: {bytesInWords(here)} of{' '}
        {bytesInWords(progress.totalBytes)} are here.
      </>
    );
  }
  if (status === 'ready')
    return (
      <>
        {record.name} {isOrAre(record)} here. Say what the columns mean to go on.
      </>
    );
  if (status === 'queued')
    return (
      <>
        {record.name} {isOrAre(record)} about to be read.
      </>
    );
  if (status === 'running') {
    const left = progress.secondsLeft;
    return (
      <>
        {record.dryRun ? 'Trying' : 'Importing'} {record.name}: {formatShare(shareDone(record))}
        {left === null ? '.' : `, about ${secondsInWords(left)} left.`}
      </>
    );
  }
  return record.dryRun ? <TrialLine record={record} /> : <ResultLine record={record} />;
}

function TrialLine({ record }: { record: ImportView }) {
  const { outcomes } = record;
  const read = rowsRead(outcomes);
  if (record.status !== 'done') {
    return (
      <>
        The trial run of {record.name} ended after {counted(read, 'row')}. Nothing went in.
      </>
    );
  }
  if (read === 0) return <>There are no rows in {record.name}.</>;
  return (
    <>
      Of {counted(read, 'row')}, <OutcomeParts record={record} tense="would be" />. Nothing has gone in yet.
    </>
  );
}

type Part = { key: string; rows: number; word: string };

/** `7,990 would be created and 10 would be refused`; the verb stands once where it can. */
function OutcomeParts({ record, tense }: { record: ImportView; tense: 'would be' | 'were' }) {
  const { created, updated, unchanged, refused } = record.outcomes;
  const nothing = tense === 'were' ? 'changed nothing' : 'would change nothing';
  const parts: Part[] = [
    { key: 'created', rows: created, word: 'created' },
    { key: 'updated', rows: updated, word: 'updated' },
    { key: 'leftOut', rows: record.leftOut, word: 'left out' },
    { key: 'refused', rows: refused, word: 'refused' },
    { key: 'unchanged', rows: unchanged - record.leftOut, word: nothing },
  ].filter((part) => part.rows > 0);
  const read = rowsRead(record.outcomes);
  return parts.map(({ key, rows, word }, index) => {
    const verb =
      index === 0 && key !== 'unchanged' ? `${tense === 'were' && rows === 1 ? 'was' : tense} ` : '';
    const text = parts.length === 1 && read > 1 ? `all ${formatCount(rows)}` : formatCount(rows);
    return (
      <Fragment key={key}>
        {index === 0 ? '' : index === parts.length - 1 ? ' and ' : ', '}
        {key === 'refused' ? (
          <a className="late" href="#refused">
            {text}
          </a>
        ) : (
          <b className={classes.figure}>{text}</b>
        )}{' '}
        {verb}
        {word}
      </Fragment>
    );
  });
}

function ResultLine({ record }: { record: ImportView }) {
  const { outcomes, status } = record;
  const read = rowsRead(outcomes);
  const inside = read - outcomes.refused - record.leftOut;
  if (status === 'failed' || status === 'cancelled') {
    const word = status === 'failed' ? 'stopped' : 'cancelled';
    if (read === 0)
      return (
        <>
          The import of {record.name} was {word} before any row went in.
        </>
      );
    return (
      <>
        The import of {record.name} was {word} after {counted(read, 'row')}; the {formatCount(inside)} that
        are in stay in.
      </>
    );
  }
  if (read === 0) return <>There were no rows in {record.name}.</>;
  if (outcomes.created === 0 && outcomes.updated === 0 && outcomes.refused === 0) {
    return (
      <>
        All {counted(read, 'row')} were in already: {record.name} changed nothing.
      </>
    );
  }
  return (
    <>
      {record.name} {isOrAre(record)} in. Of {counted(read, 'row')},{' '}
      <OutcomeParts record={record} tense="were" />.
    </>
  );
}

/** Who, when, read how. */
export function subLine(record: ImportView) {
  const preset = presetName.safeParse(record.preset).data;
  const how = preset
    ? `as a ${presetLabels[preset]}`
    : record.mapping && record.mapping.name !== record.name
      ? `with the mapping “${record.mapping.name}”`
      : null;
  const { startedAt, finishedAt } = record;
  const took = startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000 : null;
  const pace =
    took !== null && took >= 2 && record.progress.rowsPerSecond > 0
      ? `, ${formatCount(record.progress.rowsPerSecond)} rows a second`
      : '';
  return (
    <>
      {record.createdBy ? `By ${record.createdBy}, ` : ''}
      <When at={finishedAt ?? startedAt ?? record.createdAt} style="exact" />
      {how ? `, read ${how}` : ''}
      {took === null ? '' : `; took ${secondsInWords(took)}${pace}`}.
      {record.dryRunScope === 'by_chunk'
        ? ' The file is large, so it was tried in pieces: a record named again further down counts as created once more.'
        : ''}
      {record.ignoredFiles.length > 0
        ? ` Not read, as there is no use for it: ${listed(record.ignoredFiles)}.`
        : ''}
    </>
  );
}
