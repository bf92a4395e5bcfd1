import { Button, Progress } from '@mantine/core';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import classes from './import.module.css';
import type { ImportView } from './import-view.ts';
import { bytesInWords, secondsInWords } from './words.ts';

type RunProgressProps = { record: ImportView; isCancelling: boolean; onCancel: () => void };

/** How far a run is. It goes on when the page is left. */
export function RunProgress({ record, isCancelling, onCancel }: RunProgressProps) {
  const { totalBytes, doneBytes, rowsRead, rowsPerSecond, secondsLeft } = record.progress;
  const share = totalBytes > 0 ? doneBytes / totalBytes : 0;
  return (
    <section className={`panel ${classes.running}`} aria-label="Progress">
      <Progress value={share * 100} aria-label={`${formatShare(share)} read`} />
      <dl className={classes.runFacts}>
        <div>
          <dt>Read</dt>
          <dd>
            {bytesInWords(doneBytes)} of {bytesInWords(totalBytes)}
          </dd>
        </div>
        <div>
          <dt>Rows</dt>
          <dd>{formatCount(rowsRead)}</dd>
        </div>
        <div>
          <dt>Rows a second</dt>
          <dd>{rowsPerSecond > 0 ? formatCount(rowsPerSecond) : '–'}</dd>
        </div>
        <div>
          <dt>Time left</dt>
          <dd>{secondsLeft === null ? '–' : secondsInWords(secondsLeft)}</dd>
        </div>
      </dl>
      <div className={classes.runFoot}>
        <span className="mute">You can leave this page; it goes on, also after a restart.</span>
        <Button variant="default" onClick={onCancel} loading={isCancelling}>
          {record.dryRun ? 'Stop' : 'Cancel the import'}
        </Button>
      </div>
    </section>
  );
}
