import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { When } from '../../../web/parts/when.tsx';
import { presetName } from '../contract.ts';
import type { ImportView } from './import-view.ts';
import { presetLabels } from './preset-step.tsx';
import { bytesInWords, counted, listed, rowsRead, secondsInWords } from './words.ts';

const shareDone = ({ progress }: ImportView): number =>
  progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : 0;

/** The import in one or two sentences. */
export function ImportLine({ record }: { record: ImportView }) {
  const { status, progress } = record;
  if (status === 'uploading') {
    const here = record.files.reduce((sum, file) => sum + file.received, 0);
    return (
      <>
        {record.name} has not arrived yet: {bytesInWords(here)} of {bytesInWords(progress.totalBytes)} are
        here.
      </>
    );
  }
  if (status === 'ready') return <>{record.name} is here and waits to be told what its columns mean.</>;
  if (status === 'queued') return <>{record.name} is about to be read.</>;
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
  if (read === 0) return <>{record.name} has no rows.</>;
  const parts = outcomeParts(record, 'would be ');
  return (
    <>
      Of {counted(read, 'row')}, {parts}. Nothing has gone in yet.
    </>
  );
}

function outcomeParts(record: ImportView, be: string) {
  const { created, updated, unchanged, refused } = record.outcomes;
  const changes = unchanged - record.leftOut;
  const parts = [
    created > 0 ? <Figure key="created">{formatCount(created)}</Figure> : null,
    updated > 0 ? <Figure key="updated">{formatCount(updated)}</Figure> : null,
  ];
  const said = [
    created > 0 ? [parts[0], ` ${be}created`] : null,
    updated > 0 ? [parts[1], created > 0 ? ' updated' : ` ${be}updated`] : null,
    changes > 0
      ? [`${formatCount(changes)} ${be === '' ? 'changed nothing' : 'would change nothing'}`]
      : null,
    record.leftOut > 0 ? [`${formatCount(record.leftOut)} ${be}left out`] : null,
    refused > 0 ? [<RefusedFigure key="refused" record={record} />, ` ${be}refused`] : null,
  ].filter((part) => part !== null);
  return said.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence, in their order.
    <span key={index}>
      {index === 0 ? '' : index === said.length - 1 ? ' and ' : ', '}
      {part}
    </span>
  ));
}

function RefusedFigure({ record }: { record: ImportView }) {
  return (
    <a className="late" href="#refused">
      {formatCount(record.outcomes.refused)}
    </a>
  );
}

function ResultLine({ record }: { record: ImportView }) {
  const { outcomes, status } = record;
  const read = rowsRead(outcomes);
  const inside = read - outcomes.refused - record.leftOut;
  if (status === 'failed' || status === 'cancelled') {
    const word = status === 'failed' ? 'stopped' : 'was cancelled';
    return (
      <>
        {record.name} {word} after {counted(read, 'row')}; the {formatCount(inside)} that are in stay in.
      </>
    );
  }
  if (read === 0) return <>{record.name} had no rows.</>;
  if (outcomes.created === 0 && outcomes.updated === 0 && outcomes.refused === 0) {
    return (
      <>
        All {counted(read, 'row')} were in already: {record.name} changed nothing.
      </>
    );
  }
  return (
    <>
      {record.name} is in. Of {counted(read, 'row')}, {outcomeParts(record, '')}.
    </>
  );
}

/** Who, when, read how. */
export function subLine(record: ImportView) {
  const preset = presetName.safeParse(record.preset).data;
  const how = preset
    ? `as a ${presetLabels[preset]}`
    : record.mapping
      ? `with the mapping “${record.mapping.name}”`
      : null;
  const { startedAt, finishedAt } = record;
  const took = startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000 : null;
  const pace =
    took !== null && record.progress.rowsPerSecond > 0
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
        ? ` Left out, as no part of a funnel: ${listed(record.ignoredFiles)}.`
        : ''}
    </>
  );
}
