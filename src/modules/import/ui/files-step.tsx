import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../web/api.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import type { PresetName } from '../contract.ts';
import { presetName } from '../contract.ts';
import type { Mapping } from '../mapping/contract.ts';
import { looksLikeSalesforce, rememberFiles, sortFiles } from './chosen-files.ts';
import { keepDraft, nextImport, readDraft, readMappingFile } from './drafts.ts';
import { FileDrop } from './file-drop.tsx';
import classes from './import.module.css';
import { Steps } from './steps.tsx';

type Kind = 'file' | PresetName;

const kinds: readonly { value: Kind; label: string; text: string }[] = [
  {
    value: 'file',
    label: 'Any CSV file',
    text: 'Leads, deals, accounts, a list from an event. Liaison suggests what each column means; you have the last word.',
  },
  {
    value: 'hubspot-contacts',
    label: 'HubSpot contacts',
    text: 'The export of all contacts with all properties. Nothing to map: stages, companies and owners are known.',
  },
  {
    value: 'salesforce',
    label: 'Salesforce data export',
    text: 'The folder of CSV files: accounts, contacts, leads, campaigns, members, opportunities and tasks, joined by their ids.',
  },
];

type FilesStepProps = { like: string | undefined; onBegun: (importId: string) => void };

export function FilesStep({ like, onBegun }: FilesStepProps) {
  const [kind, setKind] = useState<Kind>('file');
  const [problems, setProblems] = useState<string[]>([]);
  const [mapping, setMapping] = useState<Mapping | null>(() => readDraft(nextImport));
  const earlier = useQuery({
    ...api.import.get.queryOptions({ input: { importId: like ?? '' } }),
    enabled: like !== undefined,
  });
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: async ({ files, mapping: given }: { files: readonly File[]; mapping: Mapping | null }) => {
      const record = await client.import.create({
        ...whatColumnsMean({ kind, mapping: given, earlier: earlier.data, files }),
        files: files.map((file) => ({ name: file.name, size: file.size })),
      });
      rememberFiles(record.id, files);
      return record;
    },
    onSuccess: (record) => {
      keepDraft(nextImport, null);
      queries.setQueryData(api.import.get.queryKey({ input: { importId: record.id } }), record);
      onBegun(record.id);
    },
  });
  const onFiles = async (files: readonly File[]) => {
    const sorted = sortFiles(files);
    const found = [...sorted.problems];
    let given = mapping;
    if (sorted.mapping) {
      const read = readMappingFile(await sorted.mapping.text());
      if ('problems' in read)
        found.push(...read.problems.map((problem) => `${sorted.mapping?.name}: ${problem}`));
      else {
        given = read.mapping;
        keepDraft(nextImport, given);
        setMapping(given);
      }
    }
    setProblems(found);
    if (sorted.tables.length > 0 && found.length === 0)
      begin.mutate({ files: sorted.tables, mapping: given });
  };
  return (
    <>
      <FirstLine
        title="New import"
        sub="Nothing goes in before you have seen what would become of every row."
      >
        {like === undefined
          ? 'Which file holds your people and deals?'
          : 'Choose the file to read the same way.'}
      </FirstLine>
      <Steps at="File" />
      {like === undefined ? <KindChoice kind={kind} onKind={setKind} /> : null}
      <FileDrop
        label={kind === 'salesforce' ? 'Drop the folder of the export here' : 'Drop a CSV file here'}
        busy={begin.isPending || (like !== undefined && earlier.isPending)}
        withFolder={kind === 'salesforce'}
        onFiles={(files) => void onFiles(files)}
      >
        {dropNote(kind, like)}
      </FileDrop>
      {like === undefined && mapping ? (
        <p className={classes.usedMapping}>
          The mapping <b>{mapping.name}</b> will be used for the next file.
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              keepDraft(nextImport, null);
              setMapping(null);
            }}
          >
            Do without it
          </Button>
        </p>
      ) : null}
      {earlier.data ? (
        <p className={classes.usedMapping}>
          Read as in <b>{earlier.data.name}</b>: same mapping, then a trial run.
        </p>
      ) : null}
      <FileProblems problems={problems} />
      <div aria-live="polite">
        <ProblemNotice error={begin.error ?? earlier.error} withFields />
      </div>
    </>
  );
}

function dropNote(kind: Kind, like: string | undefined): string {
  if (like !== undefined)
    return 'The file of refused rows can be chosen as it is, once its rows are corrected.';
  if (kind === 'salesforce') return 'Files that Liaison has no use for are left out and named.';
  if (kind === 'hubspot-contacts') return 'CSV as HubSpot sends it. Several files at once are fine.';
  return 'Comma, semicolon or tab; any encoding. A mapping you kept (JSON) can be dropped along with it.';
}

function whatColumnsMean(options: {
  kind: Kind;
  mapping: Mapping | null;
  earlier: { mapping: unknown; preset: string | null } | undefined;
  files: readonly File[];
}): { preset?: PresetName; mapping?: unknown } {
  const { kind, mapping, earlier, files } = options;
  if (earlier) {
    const preset = presetName.safeParse(earlier.preset).data;
    if (preset) return { preset };
    return earlier.mapping ? { mapping: earlier.mapping } : {};
  }
  if (kind !== 'file') return { preset: kind };
  if (mapping) return { mapping };
  return looksLikeSalesforce(files) ? { preset: 'salesforce' } : {};
}

function KindChoice({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  return (
    <fieldset className={classes.kinds}>
      <legend className="sr-only">What kind of file</legend>
      {kinds.map(({ value, label, text }) => (
        <label key={value} className={classes.kind}>
          <input type="radio" name="kind" checked={kind === value} onChange={() => onKind(value)} />
          <span>
            <b>{label}</b>
            <span className="mute">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function FileProblems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" className={classes.fileProblems}>
      <strong>Not read</strong>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
