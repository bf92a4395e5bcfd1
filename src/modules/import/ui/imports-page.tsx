import { FirstLine } from '../../../web/parts/first-line.tsx';

/** Past imports: who, when, what came of it. */
export function ImportsPage() {
  return <FirstLine title="Imports">Bring your people and deals in from the files you have.</FirstLine>;
}
