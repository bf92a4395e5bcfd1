import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { asProblem } from '../../../web/problem.ts';
import type { PresetName } from '../contract.ts';
import { FirstRows } from './first-rows.tsx';
import classes from './import.module.css';
import type { ImportView, PreviewView } from './import-view.ts';
import { useTrialRun } from './mapping-step.tsx';
import { StepBar } from './step-bar.tsx';
import { Steps } from './steps.tsx';
import { bytesInWords, counted, delimiterInWords, encodingInWords } from './words.ts';

export const presetLabels: Record<PresetName, string> = {
  'hubspot-contacts': 'HubSpot export of contacts',
  salesforce: 'Salesforce data export',
};

const pageState = z.object({ file: z.coerce.number().int().min(0).catch(0) });

type PresetStepProps = { record: ImportView; preset: PresetName; onMapByHand: () => void };

/** Files whose columns are known: which of them are read, and how they look. */
export function PresetStep({ record, preset, onMapByHand }: PresetStepProps) {
  const [{ file }, set] = useUrlState(pageState);
  const run = useTrialRun(record.id);
  const previews = useQueries({
    queries: record.files.map((_, fileIndex) => ({
      ...api.import.preview.queryOptions({ input: { importId: record.id, fileIndex } }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const known = previews.filter(({ data }) => data?.suggestedPreset === preset).length;
  const isLooking = previews.some((preview) => preview.isPending);
  const shown = previews[file]?.data;
  const tryAll = () => run.mutate({ preset });
  useKeys('Import', [{ keys: 'mod+enter', label: 'Try all rows', run: tryAll }]);
  return (
    <>
      <FirstLine
        title="New import"
        sub="Its columns are known: there is nothing to map. What has no place of its own is kept as custom fields."
      >
        {record.files.length === 1 ? record.name : counted(record.files.length, 'file')} will be read as a{' '}
        {presetLabels[preset]}
        {record.files.length > 1 && !isLooking
          ? known === record.files.length
            ? '.'
            : `; ${known} of them belong to one.`
          : '.'}
      </FirstLine>
      <Steps at="Columns" />
      <ProblemNotice error={run.error} withFields />
      {!isLooking && known === 0 ? (
        <div className={classes.offer}>
          <span>None of these files looks like part of a {presetLabels[preset]}.</span>
          <Button variant="default" size="xs" onClick={onMapByHand}>
            Say what the columns mean
          </Button>
        </div>
      ) : null}
      <ul className={classes.files}>
        {record.files.map((each, index) => (
          <li key={`${each.name}-${each.size}`}>
            <button
              type="button"
              aria-pressed={index === file}
              onClick={() => set({ file: index }, { replace: true })}
            >
              <b>{each.name}</b>
              <span className="mute">{bytesInWords(each.size)}</span>
              <span className="mute">{fileNote(previews[index], preset)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown ? <FirstRows preview={shown} refusals={[]} /> : null}
      <ProblemNotice error={previews[file]?.error} />
      <StepBar
        action="Try all rows"
        keys="mod+Enter"
        busy={run.isPending}
        onAction={tryAll}
        note="Nothing goes in yet."
      >
        {record.files.length === 1 ? (
          <Button variant="subtle" size="compact-sm" onClick={onMapByHand}>
            Map the columns myself
          </Button>
        ) : null}
      </StepBar>
    </>
  );
}

function fileNote(
  preview: { data: PreviewView | undefined; error: unknown } | undefined,
  preset: PresetName,
): string {
  if (preview?.error) return asProblem(preview.error).detail;
  const data = preview?.data;
  if (!data) return 'Looking into it.';
  const shape = `${counted(data.headings.length, 'column')}, ${encodingInWords(data.format.encoding)}, ${delimiterInWords(data.format.delimiter)}`;
  return data.suggestedPreset === preset ? shape : `${shape}; probably left out`;
}
