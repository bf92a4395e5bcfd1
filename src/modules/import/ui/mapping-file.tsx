import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import type { Mapping } from '../mapping/contract.ts';
import { readMappingFile } from './drafts.ts';
import { FileProblems } from './files-step.tsx';
import classes from './import.module.css';
import sideClasses from './sides.module.css';

type MappingFileProps = { mapping: Mapping; onMapping: (mapping: Mapping) => void; onStartOver: () => void };

/** The mapping as a file: for the command line, for the next time, for a colleague. */
export function MappingFile({ mapping, onMapping, onStartOver }: MappingFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const ask = useConfirm();
  const onFile = async (file: File | undefined) => {
    if (!file) return;
    const read = readMappingFile(await file.text());
    if ('problems' in read) setProblems(read.problems);
    else {
      setProblems([]);
      onMapping(read.mapping);
    }
  };
  const startOver = async () => {
    const answer = await ask({
      title: 'Start over?',
      body: 'The columns go back to what Liaison suggests. Download the mapping first to keep it.',
      action: 'Start over',
    });
    if (answer) onStartOver();
  };
  return (
    <section className="panel">
      <h2 className={classes.sideTitle}>This mapping as a file</h2>
      <p className={classes.sideNote}>
        For next time, for a colleague, and for <code>liaison import FILE --mapping</code>.
      </p>
      <div className={sideClasses.sideButtons}>
        <Button variant="default" size="xs" onClick={() => download(mapping)}>
          Download
        </Button>
        <Button variant="default" size="xs" onClick={() => input.current?.click()}>
          Use a file
        </Button>
        <Button variant="default" size="xs" onClick={() => void startOver()}>
          Start over
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="Mapping file"
        onChange={(event) => {
          void onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <FileProblems problems={problems} />
    </section>
  );
}

function download(mapping: Mapping): void {
  const blob = new Blob([`${JSON.stringify(mapping, null, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  const plain = mapping.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  link.download = `${plain || 'mapping'}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
