import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { BoardFigures, StagePart } from '../../board/contract.ts';
import classes from './board.module.css';
import { shareWords } from './words.ts';

/** Both teams' part at each stage: one bar of two colours, because it is one way that both carried. */
export function StageParts({ figures }: { figures: BoardFigures }) {
  const { stages, model, revenueCredit } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-stages">
      <h2 id="board-stages">Both teams’ part, stage by stage</h2>
      <table className={classes.stages}>
        <thead>
          <tr>
            <th scope="col">Reached</th>
            <th scope="col">People</th>
            <th scope="col">
              On the way there: <span className="marketing">read</span>, <span className="sales">talked</span>
            </th>
            <th scope="col">Credit, {model.label}</th>
            <th scope="col">Median days</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.key}>
              <th scope="row">
                <DefinedTerm term={stage.key}>{stage.name}</DefinedTerm>
              </th>
              <td data-label="People">
                {stage.people.toLocaleString()}{' '}
                <span className="mute">({stage.peopleBefore.toLocaleString()} before)</span>
              </td>
              <td data-label="On the way there">
                <Share of={stage.contentShare} title={touchWords(stage)} />
              </td>
              <td data-label="Credit">
                <Share of={stage.contentCredit} title={`Credit for reaching ${stage.name}, ${model.label}`} />
              </td>
              <td data-label="Median days">
                {stage.medianDays === null ? '–' : Math.round(stage.medianDays)}{' '}
                {stage.timed > 0 ? <span className="mute">n {stage.timed}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {revenueCredit.contentShare === null ? null : (
        <p className={classes.under}>
          Of won revenue ({revenueCredit.deals} deals), {shareWords(revenueCredit.contentShare)} is credited
          to content and {shareWords(revenueCredit.personShare)} to conversations, by {model.label}. Both had
          a part in it: neither is the other’s loss.
        </p>
      )}
    </section>
  );
}

const touchWords = ({ contentTouches, personTouches, touched }: StagePart): string =>
  `${contentTouches} touchpoints by content and ${personTouches} by conversation, of ${touched} people`;

function Share({ of, title }: { of: number | null; title: string }) {
  if (of === null) return <span className="mute">not known</span>;
  return (
    <span className={classes.share} title={title}>
      <span className="marketing">{shareWords(of)}</span>
      <span className={classes.shareBar} aria-hidden="true">
        <i style={{ width: `${of * 100}%` }} />
      </span>
      <span className="sales">{shareWords(1 - of)}</span>
    </span>
  );
}
