import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Sla, SlaStandOut } from '../../measures/contract.ts';
import classes from './sla.module.css';
import type { PageState, SetState } from './state.ts';
import { figureWords, standsOutWords } from './words.ts';

type Props = { sla: Sla; state: PageState; set: SetState };

/** Who and what differs from all others by more than chance would have it. */
export function StandOuts({ sla, state, set }: Props) {
  const worse = sla.standsOut.filter(({ standsOut }) => standsOut === 'worse');
  const better = sla.standsOut.filter(({ standsOut }) => standsOut === 'better').toReversed();
  return (
    <section className={classes.card} aria-labelledby="sla-stands-out">
      <h2 id="sla-stands-out">What stands out</h2>
      {worse.length + better.length === 0 ? (
        <p className="mute">Nobody and nothing is surely worse or better than the rest in this period.</p>
      ) : null}
      {worse.length > 0 ? <List items={worse} state={state} set={set} /> : null}
      {better.length > 0 ? (
        <details className={classes.more}>
          <summary>{formatCount(better.length)} stand out for the better</summary>
          <List items={better} state={state} set={set} />
        </details>
      ) : null}
      <p className={classes.rule}>{sla.standsOutRule}</p>
    </section>
  );
}

function List({ items, state, set }: { items: readonly SlaStandOut[]; state: PageState; set: SetState }) {
  return (
    <ul className={classes.standOuts}>
      {items.map((one) => (
        <li key={`${one.commitment}:${one.dimension}:${one.key}`} data-side={sideOf(one.commitment)}>
          <span className={classes.standOutWho}>
            <b>{one.label}</b> <span className="mute">{one.dimensionLabel.toLowerCase()}</span>
          </span>
          <span>
            <Figure
              evidence={{
                of: one.commitment,
                state: one.standsOut === 'worse' ? 'broken' : 'kept',
                where: { key: one.dimension, value: one.key, label: one.label },
              }}
              label={`${one.label}: ${figureWords(one.figure, 'percent')} ${standsOutWords[one.commitment]}`}
            >
              {figureWords(one.figure, 'percent')}
            </Figure>{' '}
            {standsOutWords[one.commitment]}, all others {figureWords(one.rest, 'percent')}
            <span className="mute"> · {formatCount(one.n)} hand-offs</span>
          </span>
          <button
            type="button"
            className={classes.quiet}
            aria-label={`Only ${one.label}`}
            onClick={() => set({ filter: { ...state.filter, [one.dimension]: one.key } })}
          >
            only these
          </button>
        </li>
      ))}
    </ul>
  );
}

const sideOf = (commitment: SlaStandOut['commitment']): 'marketing' | 'sales' =>
  commitment === 'completeness' || commitment === 'acceptance' || commitment === 'volume'
    ? 'marketing'
    : 'sales';
