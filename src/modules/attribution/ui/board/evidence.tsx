import { Link } from '@tanstack/react-router';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import type { BoardFigures } from '../../board/contract.ts';
import classes from './board.module.css';
import { evidenceSchema } from './state.ts';
import { numberWords } from './words.ts';

/** What one of the six numbers counts, what it is held against, and by which definitions. */
export function BoardEvidence({ figures }: { figures: BoardFigures }) {
  const titleOf = (of: string) => figures.numbers.find(({ key }) => key === of)?.label ?? 'A number';
  return (
    <EvidenceDrawer schema={evidenceSchema} title={({ of }) => titleOf(of)}>
      {({ of }) => <Opened figures={figures} of={of} />}
    </EvidenceDrawer>
  );
}

function Opened({ figures, of }: { figures: BoardFigures; of: string }) {
  const number = figures.numbers.find(({ key }) => key === of);
  if (!number) return <p className="mute">The page holds no such number.</p>;
  const { currency, quarter, before, yearBefore, definitions } = figures;
  const rows = [
    { stretch: quarter, value: number.now },
    { stretch: before, value: number.before },
    { stretch: yearBefore, value: number.yearBefore },
  ];
  const day = (at: string) => at.slice(0, 10);
  return (
    <div className={classes.opened}>
      <p>{number.words}</p>
      <table>
        <tbody>
          {rows.map(({ stretch, value }) => (
            <tr key={stretch.key}>
              <th scope="row">{stretch.label}</th>
              <td>
                {day(stretch.from)} to {day(stretch.to)}
              </td>
              <td>{numberWords(value, number.unit, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>It rests on {number.of === 1 ? 'one deal or campaign' : `${number.of} deals or campaigns`}.</p>
      {number.key === 'won' || number.key === 'pipeline' ? (
        <p>
          <Link
            to="/results"
            search={{
              value: number.key === 'won' ? 'revenue' : 'pipeline',
              period: 'custom',
              from: day(quarter.from),
              to: day(quarter.to),
            }}
          >
            Open the deals, people and touchpoints behind it
          </Link>
        </p>
      ) : null}
      {definitions
        .filter(({ key }) => number.rests.includes(key))
        .map((one) => (
          <p key={one.key}>
            <b className="shared">{one.word}</b>: {one.meaning}
          </p>
        ))}
    </div>
  );
}
