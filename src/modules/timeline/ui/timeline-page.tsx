import { FirstLine } from '../../../web/parts/first-line.tsx';
import type { Scope } from './api-types.ts';
import { MixPanel } from './mix.tsx';
import { TimelineSentence } from './sentence.tsx';
import classes from './timeline.module.css';
import { Timeline } from './timeline.tsx';

const everybody: Scope = {};

/** Everything that happens between buyers and us, of both kinds, on one line. */
export function TimelinePage() {
  return (
    <>
      <FirstLine
        title="Timeline"
        sub="Everybody’s clicks and everybody’s calls on one line. Bots and colleagues are left out unless asked for."
      >
        <TimelineSentence of={everybody} wait="Reading where things stand…" />
      </FirstLine>
      <div className={classes.columns}>
        <Timeline of={everybody} withSentence={false} />
        <aside className={classes.beside} aria-label="Mix">
          <div className="panel">
            <MixPanel of={everybody} compact />
          </div>
        </aside>
      </div>
    </>
  );
}
