import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';

/** Who gets the credit, by every model, and whether marketing adds value. */
export function ResultsPage() {
  return (
    <>
      <FirstLine title="Results">
        <span className="mute">Counting…</span>
      </FirstLine>
      <ResultsTabs />
    </>
  );
}
