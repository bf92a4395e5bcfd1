import { Link } from '@tanstack/react-router';
import { When } from '../../../../web/parts/when.tsx';
import type { Summary } from './api-types.ts';
import classes from './list.module.css';
import { SideChip, WaitingChip } from './side-chip.tsx';
import { firstSentence, plural, sides } from './words.ts';

/** A word in the list: what it means, who signed that, and what is open about it. */
export function DefinitionRow({ item }: { item: Summary }) {
  return (
    <li className={classes.row}>
      <div className={classes.word}>
        <Link to="/language/$key" params={{ key: item.key }} className={classes.wordLink}>
          {item.word}
        </Link>
        <p>{firstSentence(item.meaning)}</p>
      </div>
      <InForce item={item} />
      <Open item={item} />
    </li>
  );
}

function InForce({ item: { inForce } }: { item: Summary }) {
  if (inForce === null) return <div className={classes.state}>not in force yet</div>;
  const missing = sides.filter((side) => !inForce.signatures.some((one) => one.side === side));
  return (
    <div className={classes.state}>
      <span>
        version {inForce.number}, since <When at={inForce.from} style="date" />
      </span>
      <span className={classes.chips}>
        {inForce.signatures.map((one) => (
          <SideChip key={`${one.side} ${one.name}`} side={one.side}>
            {one.name}
          </SideChip>
        ))}
        {inForce.unsigned && missing.length === 2 ? (
          <span className={classes.unsigned}>not signed yet</span>
        ) : (
          missing.map((side) => <WaitingChip key={side} side={side} />)
        )}
      </span>
    </div>
  );
}

function Open({ item: { proposal, openQuestions } }: { item: Summary }) {
  return (
    <div className={classes.open}>
      {proposal ? <Proposal proposal={proposal} /> : null}
      {openQuestions > 0 ? (
        <span className="shared">
          {openQuestions} open {plural(openQuestions, 'question')}
        </span>
      ) : null}
    </div>
  );
}

function Proposal({ proposal }: { proposal: NonNullable<Summary['proposal']> }) {
  const by = proposal.side === null ? '' : ` by ${proposal.side}`;
  if (proposal.status === 'draft')
    return (
      <span className="mute">
        version {proposal.number}: a draft{by}
      </span>
    );
  if (proposal.status === 'signed')
    return <span>version {proposal.number} signed, its day has not come</span>;
  return (
    <>
      <span className={proposal.side ?? undefined}>
        version {proposal.number} proposed{by}
      </span>
      <span className={classes.chips}>
        {proposal.missing.map((side) => (
          <WaitingChip key={side} side={side} />
        ))}
        {proposal.objections > 0 ? (
          <span className="mute">
            {proposal.objections} {plural(proposal.objections, 'objection')}
          </span>
        ) : null}
      </span>
    </>
  );
}
