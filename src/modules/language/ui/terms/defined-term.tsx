import { lazy, type ReactNode, Suspense } from 'react';
import { Term } from '../../../../web/parts/term.tsx';

const TermCard = lazy(async () => ({ default: (await import('./term-card.tsx')).TermCard }));

type DefinedTermProps = {
  /** The key of the definition: `mql`, `verified`. */
  term: string;
  /** The word as it stands in the text. */
  children: ReactNode;
  /** What this page adds to the meaning: how long one may wait in a stage. */
  more?: ReactNode;
};

/** A word of both teams: opens the definition in force, who signed it, what is open, and takes a question. */
export function DefinedTerm({ term, children, more }: DefinedTermProps) {
  return (
    <Term
      interactive
      meaning={
        <Suspense fallback={<span className="mute">Looking up the definition…</span>}>
          <TermCard term={term} more={more} />
        </Suspense>
      }
    >
      {children}
    </Term>
  );
}
