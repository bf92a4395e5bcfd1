import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { asProblem } from '../../../web/problem.ts';
import type { PresetName } from '../contract.ts';
import { type Mapping, recordTypeOf } from '../mapping/contract.ts';
import { ColumnsTable } from './columns-table.tsx';
import { keepDraft, readDraft } from './drafts.ts';
import { FirstRows } from './first-rows.tsx';
import classes from './import.module.css';
import type { ImportView, PreviewView } from './import-view.ts';
import { emptyMapping } from './mapping-edit.ts';
import { MappingFile } from './mapping-file.tsx';
import { namesColumn, slotsOf } from './mapping-places.ts';
import { type FieldProblem, placeProblems, problemsOf } from './mapping-problems.ts';
import { OtherColumns } from './other-columns.tsx';
import { ReadingSettings } from './reading-settings.tsx';
import { RecordCards } from './record-cards.tsx';
import { StepBar } from './step-bar.tsx';
import { Steps } from './steps.tsx';
import { counted, delimiterInWords, encodingInWords, listed, recordsInWords } from './words.ts';

type MappingStepProps = { record: ImportView; onPreset: (preset: PresetName) => void };

/** What each column means. */
export function MappingStep({ record, onPreset }: MappingStepProps) {
  const [fileIndex, setFileIndex] = useState(0);
  const input = { importId: record.id, fileIndex };
  const preview = useQuery({
    ...api.import.preview.queryOptions({ input }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  if (preview.error) {
    return (
      <>
        <FirstLine title="New import">{record.name} cannot be read.</FirstLine>
        <Steps at="Columns" />
        <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} withFields />
      </>
    );
  }
  if (!preview.data) return <FirstLine title="New import">Looking into {record.name}.</FirstLine>;
  return (
    <MappingEditor
      record={record}
      preview={preview.data}
      fileIndex={fileIndex}
      onFileIndex={setFileIndex}
      onPreset={onPreset}
    />
  );
}

function useMapping(record: ImportView, preview: PreviewView) {
  const suggested = preview.suggestedMapping ?? emptyMapping(record.name);
  const [mapping, setMapping] = useState<Mapping>(() => readDraft(record.id) ?? record.mapping ?? suggested);
  const set = (next: Mapping) => {
    setMapping(next);
    keepDraft(record.id, next);
  };
  return { mapping, set, startOver: () => set(suggested) };
}

function useTried(record: ImportView, fileIndex: number, mapping: Mapping, isValid: boolean) {
  const [settled] = useDebouncedValue(mapping, 500);
  return useQuery({
    ...api.import.preview.queryOptions({ input: { importId: record.id, fileIndex, mapping: settled } }),
    enabled: isValid && settled === mapping,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Starts the trial run; after it the run's own page has the word. */
export function useTrialRun(importId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: { mapping: Mapping } | { preset: PresetName }) =>
      client.import.start({ importId, dryRun: true, ...what }),
    onSuccess: async (started) => {
      queries.setQueryData(api.import.get.queryKey({ input: { importId } }), started);
      await queries.invalidateQueries({ queryKey: api.import.refusals.key() });
      await navigate({ to: '/imports/$id', params: { id: importId } });
    },
  });
}

type MappingEditorProps = MappingStepProps & {
  preview: PreviewView;
  fileIndex: number;
  onFileIndex: (index: number) => void;
};

function MappingEditor({ record, preview, fileIndex, onFileIndex, onPreset }: MappingEditorProps) {
  const { mapping, set, startOver } = useMapping(record, preview);
  const own = useMemo(() => problemsOf(mapping), [mapping]);
  const tried = useTried(record, fileIndex, mapping, own.length === 0);
  const run = useTrialRun(record.id);
  const said = own.length > 0 ? [] : fieldProblemsOf(run.error ?? tried.error);
  const problems = useMemo(
    () => placeProblems(mapping, preview.headings, [...own, ...said]),
    [mapping, preview.headings, own, said],
  );
  const check = () => {
    if (own.length === 0) run.mutate({ mapping });
  };
  useKeys('Import', [{ keys: 'mod+enter', label: 'Try all rows', run: check }]);
  const mapped = own.length === 0 && !tried.error ? (tried.data?.mapped ?? null) : null;
  const refusals = mapped?.refusals ?? [];
  const error = said.length === 0 ? (run.error ?? (own.length === 0 ? tried.error : null)) : null;
  return (
    <>
      <MappingFirstLine record={record} preview={preview} mapping={mapping} />
      <Steps at="Columns" />
      {preview.suggestedPreset ? <PresetOffer preset={preview.suggestedPreset} onPreset={onPreset} /> : null}
      {record.files.length > 1 ? (
        <FileChoice files={record.files} fileIndex={fileIndex} onFileIndex={onFileIndex} />
      ) : null}
      <ProblemNotice error={error} withFields />
      {problems.elsewhere.length > 0 ? <Elsewhere problems={problems.elsewhere} /> : null}
      <div className={classes.mapping}>
        <div className={classes.mappingMain}>
          <ColumnsTable
            preview={preview}
            mapping={mapping}
            onMapping={set}
            problems={problems.columns}
            refusals={refusals}
          />
          <FirstRows preview={preview} refusals={refusals} />
        </div>
        <aside className={classes.mappingSide} aria-label="How the file is read">
          <RecordCards mapping={mapping} onMapping={set} problems={problems.records} />
          <OtherColumns
            mapping={mapping}
            onMapping={set}
            problems={problems.settings.otherColumns}
            unused={mapped?.unusedColumns.length ?? null}
          />
          <ReadingSettings mapping={mapping} onMapping={set} problems={problems.settings} />
          <MappingFile mapping={mapping} onMapping={set} onStartOver={startOver} />
        </aside>
      </div>
      <StepBar
        action="Try all rows"
        keys="mod+Enter"
        busy={run.isPending}
        disabled={own.length > 0}
        onAction={check}
        note="Nothing goes in yet."
      >
        <Verdict
          problems={problems.count}
          mapped={mapped}
          refusals={refusals.length}
          isTrying={tried.isFetching}
        />
      </StepBar>
    </>
  );
}

/** The server's complaints that name a part of the mapping. */
function fieldProblemsOf(error: unknown): FieldProblem[] {
  if (error === null || error === undefined) return [];
  const { fields = [], detail } = asProblem(error);
  const [only] = fields;
  // The whole sentence says what to do as well.
  return only && fields.length === 1 ? [{ path: only.path, message: detail }] : fields;
}

function MappingFirstLine({
  record,
  preview,
  mapping,
}: {
  record: ImportView;
  preview: PreviewView;
  mapping: Mapping;
}) {
  const slots = slotsOf(mapping);
  const placed = preview.headings.filter((heading) =>
    slots.some((slot) => slot.columns.some((column) => namesColumn(column, heading))),
  ).length;
  const kinds = Object.entries(mapping.records).flatMap(([name, each]) => recordTypeOf(name, each) ?? []);
  const makes = listed(
    [...new Set(kinds)].map((kind) =>
      recordsInWords(kind, 1).replace(/^1/, /^[aeiou]/.test(kind) ? 'an' : 'a'),
    ),
  );
  const { encoding, delimiter, hasHeader } = preview.format;
  return (
    <FirstLine
      title="New import"
      sub={`${record.name}: ${encodingInWords(encoding)}, columns parted by ${delimiterInWords(delimiter)}, ${hasHeader ? 'headings in the first row' : 'no heading row'}.`}
    >
      {placed === preview.headings.length
        ? `All ${counted(placed, 'column')} have a place`
        : `${formatCount(placed)} of ${counted(preview.headings.length, 'column')} ${placed === 1 ? 'has' : 'have'} a place`}
      {makes ? `; a row makes ${makes}.` : '. Say what the others mean.'}
    </FirstLine>
  );
}

const presetOffers: Record<PresetName, { text: string; action: string }> = {
  'hubspot-contacts': {
    text: 'This looks like HubSpot’s export of contacts, whose columns Liaison knows.',
    action: 'Use the HubSpot preset',
  },
  salesforce: {
    text: 'This looks like a file of a Salesforce data export, whose columns Liaison knows.',
    action: 'Use the Salesforce preset',
  },
};

function PresetOffer({ preset, onPreset }: { preset: PresetName; onPreset: (preset: PresetName) => void }) {
  const { text, action } = presetOffers[preset];
  return (
    <div className={classes.offer}>
      <span>{text}</span>
      <Button variant="default" size="xs" onClick={() => onPreset(preset)}>
        {action}
      </Button>
    </div>
  );
}

type FileChoiceProps = {
  files: ImportView['files'];
  fileIndex: number;
  onFileIndex: (index: number) => void;
};

function FileChoice({ files, fileIndex, onFileIndex }: FileChoiceProps) {
  return (
    <Select
      label="All files are read with this mapping. Showing"
      className={classes.fileChoice}
      data={files.map((file, index) => ({ value: String(index), label: file.name }))}
      value={String(fileIndex)}
      onChange={(value) => value && onFileIndex(Number(value))}
      allowDeselect={false}
    />
  );
}

function Elsewhere({ problems }: { problems: readonly string[] }) {
  return (
    <div role="alert" className={classes.fileProblems}>
      <strong>The mapping is not right yet</strong>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}

type VerdictProps = { problems: number; mapped: PreviewView['mapped']; refusals: number; isTrying: boolean };

function Verdict({ problems, mapped, refusals, isTrying }: VerdictProps) {
  if (problems > 0) return <span className="late">{counted(problems, 'thing')} to put right above.</span>;
  if (!mapped) return <span className="mute">{isTrying ? 'Trying the first rows.' : ''}</span>;
  if (refusals === 0) return <span>The first {counted(mapped.rowsRead, 'row')} fit.</span>;
  return (
    <span>
      <span className="late">
        {counted(refusals, 'row')} of the first {formatCount(mapped.rowsRead)}
      </span>{' '}
      would be refused.
    </span>
  );
}
