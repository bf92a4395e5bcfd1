import { Button, Progress } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { filesOf, rememberFiles } from './chosen-files.ts';
import { FileDrop } from './file-drop.tsx';
import { FileProblems } from './files-step.tsx';
import classes from './import.module.css';
import type { ImportView } from './import-view.ts';
import { Steps } from './steps.tsx';
import { type UploadingFile, uploadFiles } from './upload.ts';
import { bytesInWords, counted, secondsInWords } from './words.ts';

type UploadStepProps = { record: ImportView; onArrived: () => void };

export function UploadStep({ record, onArrived }: UploadStepProps) {
  const [files, setFiles] = useState(() => filesOf(record.id));
  const [problems, setProblems] = useState<string[]>([]);
  const missing = record.files.filter((file) => file.received < file.size && !matching(files, file));
  if (missing.length === 0) return <Sending record={record} files={files} onArrived={onArrived} />;
  const here = record.files.reduce((sum, file) => sum + file.received, 0);
  const onFiles = (picked: readonly File[]) => {
    const all = [...files, ...picked];
    rememberFiles(record.id, all);
    setFiles(all);
    const strangers = picked.filter((file) => !record.files.some((wanted) => isSame(file, wanted)));
    setProblems(
      strangers.map((file) => `${file.name}: not the file this import began with; its name or size differs.`),
    );
  };
  return (
    <>
      <FirstLine
        title="New import"
        sub="A browser forgets files when its page is closed. What had arrived is kept."
      >
        {here > 0 ? `${bytesInWords(here)} of ${bytesInWords(record.progress.totalBytes)} are here. ` : ''}
        Choose {missing.length === 1 ? missing[0]?.name : counted(missing.length, 'file')} again to go on.
      </FirstLine>
      <Steps at="File" />
      <FileDrop label="Drop the same file here" withFolder={missing.length > 1} onFiles={onFiles}>
        {missing.map((file) => file.name).join(', ')}
      </FileDrop>
      <FileProblems problems={problems} />
    </>
  );
}

type Wanted = { name: string; size: number };
const isSame = (file: File, wanted: Wanted): boolean =>
  file.name === wanted.name && file.size === wanted.size;
const matching = (files: readonly File[], wanted: Wanted): File | undefined =>
  files.find((file) => isSame(file, wanted));

function useSending(record: ImportView, files: readonly File[], onArrived: () => void) {
  const [received, setReceived] = useState(() => record.files.map((file) => file.received));
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const arrived = useRef(onArrived);
  arrived.current = onArrived;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one sending for each attempt; where it begins is asked of the server.
  useEffect(() => {
    const stop = new AbortController();
    const send = async () => {
      const now = await client.import.get({ importId: record.id });
      const wanted = now.files.flatMap((each, fileIndex): UploadingFile[] => {
        const file = matching(files, each);
        return file ? [{ fileIndex, file, received: each.received, parts: each.parts }] : [];
      });
      await uploadFiles({
        importId: record.id,
        files: wanted,
        signal: stop.signal,
        onStep: (step) =>
          setReceived((all) => all.map((bytes, index) => (index === step.fileIndex ? step.received : bytes))),
      });
      arrived.current();
    };
    setError(null);
    send().catch((reason: unknown) => {
      if (!stop.signal.aborted) setError(reason);
    });
    return () => stop.abort();
  }, [attempt, record.id]);
  return { received, error, retry: () => setAttempt((number) => number + 1) };
}

function Sending({ record, files, onArrived }: UploadStepProps & { files: readonly File[] }) {
  const { received, error, retry } = useSending(record, files, onArrived);
  const [begun] = useState(() => ({
    at: performance.now(),
    bytes: received.reduce((sum, each) => sum + each, 0),
  }));
  const ask = useConfirm();
  const sent = received.reduce((sum, each) => sum + each, 0);
  const total = record.progress.totalBytes;
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || sent >= total) return false;
      const answer = await ask({
        title: 'Leave while the file is being sent?',
        body: 'What has arrived is kept. To go on later you will be asked to choose the file again.',
        action: 'Leave',
      });
      return answer === null;
    },
    enableBeforeUnload: sent < total,
  });
  const seconds = (performance.now() - begun.at) / 1_000;
  const rate = seconds > 1 ? (sent - begun.bytes) / seconds : 0;
  return (
    <>
      <FirstLine title="New import" sub="Please keep this page open until everything has arrived.">
        Sending {record.name}: {bytesInWords(sent)} of {bytesInWords(total)}
        {rate > 0 && !error ? `, about ${secondsInWords((total - sent) / rate)} left` : ''}.
      </FirstLine>
      <Steps at="File" />
      <div className="panel">
        {record.files.map((file, index) => (
          <div key={`${file.name}-${file.size}`} className={classes.sendingFile}>
            <span>{file.name}</span>
            <span className="mute">
              {bytesInWords(received[index] ?? 0)} of {bytesInWords(file.size)}
            </span>
            <Progress
              value={file.size > 0 ? ((received[index] ?? 0) / file.size) * 100 : 100}
              aria-label={`${file.name}, ${formatShare(file.size > 0 ? (received[index] ?? 0) / file.size : 1)} sent`}
            />
          </div>
        ))}
      </div>
      {error ? (
        <div className={classes.below}>
          <ProblemNotice error={error} />
          {sent > 0 ? <p className="mute">What has arrived, {bytesInWords(sent)}, is kept.</p> : null}
          <Button onClick={retry} className={classes.retry}>
            Send {sent > 0 ? 'the rest' : 'it'} again
          </Button>
        </div>
      ) : null}
    </>
  );
}
