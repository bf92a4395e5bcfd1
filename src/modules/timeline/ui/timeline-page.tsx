import { useMediaQuery } from '@mantine/hooks';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import type { Scope } from './api-types.ts';
import { MixPanel } from './mix.tsx';
import { TimelineSentence } from './sentence.tsx';
import classes from './timeline.module.css';
import { Timeline } from './timeline.tsx';

const everybody: Scope = {};
const oneColumn = '(max-width: 1100px)';

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
        <Beside />
      </div>
    </>
  );
}

/** The list has no end, so in one column the mix stands before it, folded. */
function Beside() {
  const narrow = useMediaQuery(oneColumn) ?? false;
  const panel = <MixPanel of={everybody} compact />;
  return (
    <aside className={classes.beside} aria-label="Mix">
      {narrow ? (
        <details className="panel">
          <summary>Content and conversations, by buying stage</summary>
          {panel}
        </details>
      ) : (
        <div className="panel">{panel}</div>
      )}
    </aside>
  );
}
