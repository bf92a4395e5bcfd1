import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { amountText } from './amounts.ts';
import type { Model, Opening, Openings } from './api-types.ts';
import classes from './credit.module.css';
import { modelWords } from './model-words.ts';
import { partWords, weightText } from './opening-words.ts';
import { figureInput, type PageState } from './state.ts';
import { plural, resultWords } from './words.ts';

/** So many deals stand under the row; the drawer shows them all. */
const shownDeals = 3;

type Props = {
  state: PageState;
  figure: { model: Model; key: string };
  label: string;
  sum: string | null;
  onClose: () => void;
};

/** A figure of the table, opened under its row: the largest deals that it is made of, and why. */
export function OpenedCredit({ state, figure, label, sum, onClose }: Props) {
  const query = useQuery(
    api.results.credit.openings.queryOptions({
      input: { ...figureInput(state, figure), limit: shownDeals },
    }),
  );
  return (
    <section className={classes.pop} aria-label={`${label}, ${modelWords[figure.model].name}`}>
      <button type="button" className={classes.close} onClick={onClose} aria-label="Close">
        ×
      </button>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.data ? (
        <Deals openings={query.data} figure={figure} label={label} value={state.value} sum={sum} />
      ) : query.error ? null : (
        <p className="mute">Opening it…</p>
      )}
    </section>
  );
}

type DealsProps = { openings: Openings; value: string } & Pick<Props, 'figure' | 'label' | 'sum'>;

function Deals({ openings, figure, label, value, sum }: DealsProps) {
  const earning = openings.items.filter(({ credit }) => credit !== 0);
  const more = openings.earning - earning.length;
  const others = openings.deals - openings.earning;
  const evidence = { model: figure.model, key: figure.key };
  return (
    <>
      <p className={classes.popHead}>
        <b>{amountText(openings, openings.total)}</b> · {label}, {modelWords[figure.model].name} · from{' '}
        <Figure evidence={evidence}>{resultWords(value, openings.earning)}</Figure>
        {others > 0 ? (
          <span className="mute"> ({plural(others, 'more', 'more')} met it and gave nothing)</span>
        ) : null}
      </p>
      <ul className={classes.popDeals}>
        {earning.map((opening) => (
          <li key={opening.id}>
            <span>
              <ResultLink opening={opening} value={value} /> ·{' '}
              {opening.credit === opening.value ? 'all' : amountText(openings, opening.credit)} of{' '}
              {amountText(openings, opening.value)}
            </span>
            <span>{whyOf(opening)}</span>
          </li>
        ))}
        <li>
          <span>
            {more > 0 ? <Figure evidence={evidence}>{plural(more, 'more', 'more')}</Figure> : null}
            {more <= 0 ? <Figure evidence={evidence}>each touchpoint</Figure> : null}
          </span>
          <span>{sum}</span>
        </li>
      </ul>
    </>
  );
}

/** A deal by its name, or the lead that reached a stage. */
export function ResultLink({ opening, value }: { opening: Opening; value: string }) {
  const name = opening.account && !value.startsWith('stage:') ? opening.account.name : opening.name;
  return value.startsWith('stage:') ? (
    <Link to="/people/contacts/$id" params={{ id: opening.id }}>
      {opening.name}
    </Link>
  ) : (
    <Link to="/people/deals/$id" params={{ id: opening.id }} title={opening.name}>
      {name}
    </Link>
  );
}

function whyOf(opening: Opening): string {
  const part = partWords(opening);
  if (!part) return 'no touchpoint of anybody who counts';
  const others = part.others > 0 ? ` and ${plural(part.others, 'more', 'more')}` : '';
  return `${part.why}${others} · weight ${weightText(part.weightPercent)}`;
}
