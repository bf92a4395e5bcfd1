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
  const whos = [...Map.groupBy(items, ({ dimension, key }) => `${dimension}:${key}`)];
  return (
    <ul className={classes.standOuts}>
      {whos.map(([who, findings]) => (
        <Who key={who} findings={findings} state={state} set={set} />
      ))}
    </ul>
  );
}

/** One of them, with all in which they stand out. */
function Who({
  findings,
  state,
  set,
}: {
  findings: readonly SlaStandOut[];
  state: PageState;
  set: SetState;
}) {
  const [first] = findings;
  if (!first) return null;
  return (
    <li>
      <span className={classes.standOutWho}>
        <b>{first.label}</b> <span className="mute">{first.dimensionLabel.toLowerCase()}</span>
      </span>
      <span className={classes.findings}>
        {findings.map((one) => (
          <span key={one.commitment} className={classes.finding} data-side={sideOf(one.commitment)}>
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
            <span className="mute"> · of {formatCount(one.n)}</span>
          </span>
        ))}
      </span>
      <button
        type="button"
        className={classes.quiet}
        aria-label={`Only ${first.label}`}
        onClick={() => set({ filter: { ...state.filter, [first.dimension]: first.key } })}
      >
        only these
      </button>
    </li>
  );
}

const sideOf = (commitment: SlaStandOut['commitment']): 'marketing' | 'sales' =>
  commitment === 'completeness' || commitment === 'acceptance' || commitment === 'volume'
    ? 'marketing'
    : 'sales';
