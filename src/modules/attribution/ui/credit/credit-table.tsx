import { Link } from '@tanstack/react-router';
import { type CSSProperties, Fragment } from 'react';
import { type Scale, scaleOf } from './amounts.ts';
import type { Choices, Credit, Model } from './api-types.ts';
import classes from './credit.module.css';
import { modelWords } from './model-words.ts';
import { OpenedCredit } from './opened-credit.tsx';
import { creditOf, creditsOf, restRow, sortRows, type TableRow, topRows, withoutTouchRow } from './rows.ts';
import { meanOf, shadeOf } from './shade.ts';
import { knownModel, type PageState, type SetState } from './state.ts';
import { sumWords } from './sum-words.ts';

type Props = { credit: Credit; state: PageState; set: SetState; choices: Choices | undefined };

/** What the buyer met, and what each model gives to it. */
export function CreditTable({ credit, state, set, choices }: Props) {
  const { models } = credit.plan;
  const without = withoutTouchRow(credit);
  const rows = sortRows(without ? [...credit.rows, without] : credit.rows, state.order, models);
  const isCut = state.rows === 'top' && rows.length > topRows + 1;
  const rest = isCut ? restRow(rows.slice(topRows), models) : null;
  const scale = scaleOf({
    ...credit,
    largest: Math.max(0, ...rows.flatMap((row) => creditsOf(row, models).map(Math.abs))),
  });
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <Head credit={credit} state={state} set={set} choices={choices} />
        <tbody>
          {(isCut ? rows.slice(0, topRows) : rows).map((row) => (
            <Row key={row.key} row={row} credit={credit} scale={scale} state={state} set={set} />
          ))}
          {rest ? (
            <tr className={classes.rest}>
              <th scope="row">
                <button type="button" className={classes.quiet} onClick={() => set({ rows: 'all' })}>
                  {rest.label}
                </button>
              </th>
              {models.map((model) => (
                <td
                  key={model}
                  data-label={modelWords[model].short}
                  title={scale.exact(creditOf(rest, model))}
                >
                  {scale.short(creditOf(rest, model))}
                </td>
              ))}
            </tr>
          ) : null}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Sum</th>
            {models.map((model) => {
              const sum = (credit.totals[model] ?? 0) + credit.withoutTouch.value;
              return (
                <td key={model} data-label={modelWords[model].short} title={scale.exact(sum)}>
                  {scale.short(sum)}
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Head({ credit, state, set, choices }: Props) {
  const columns = [
    { key: 'label', short: 'What the buyer met', says: 'By name' },
    ...credit.plan.models.map((model) => ({
      key: model,
      short: modelWords[model].short,
      says: choices?.models.find(({ key }) => key === model)?.words,
    })),
  ];
  return (
    <thead>
      <tr>
        {columns.map(({ key, short, says }) => {
          const isAscending = state.order === key;
          const isDescending = state.order === `-${key}`;
          const first = key === 'label' ? key : `-${key}`;
          const second = key === 'label' ? `-${key}` : key;
          return (
            <th
              key={key}
              scope="col"
              aria-sort={isAscending ? 'ascending' : isDescending ? 'descending' : undefined}
            >
              <button
                type="button"
                title={says}
                onClick={() =>
                  set({ order: state.order === first ? second : state.order === second ? undefined : first })
                }
              >
                {short}
                <span aria-hidden="true">{isAscending ? ' ↑' : isDescending ? ' ↓' : ''}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

type RowProps = Omit<Props, 'choices'> & { row: TableRow; scale: Scale };

function Row({ row, credit, scale, state, set }: RowProps) {
  const { models } = credit.plan;
  const credits = creditsOf(row, models);
  const mean = meanOf(credits);
  const opened = state.open?.key === row.key ? knownModel(state.open.model) : undefined;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <span
            className={classes.kind}
            data-kind={row.kind ?? 'none'}
            title={kindWords[row.kind ?? 'none']}
          />
          {row.label}
        </th>
        {models.map((model) => (
          <Cell key={model} row={row} model={model} mean={mean} scale={scale} isOpen={opened === model} />
        ))}
      </tr>
      {opened ? (
        <tr>
          <td colSpan={models.length + 1} className={classes.openCell}>
            <OpenedCredit
              state={state}
              figure={{ model: opened, key: row.key }}
              label={row.label}
              sum={sumWords(credit)}
              onClose={() => set({ open: undefined })}
            />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

const kindWords = {
  content: 'content',
  person: 'talks between persons',
  both: 'content and talks',
  none: 'no touchpoint',
} as const;

const strength = (percent: number): CSSProperties & Record<'--shade', string> => ({
  '--shade': `${percent}%`,
});

type CellProps = { row: TableRow; model: Model; mean: number; scale: Scale; isOpen: boolean };

/** A figure: shaded by its distance from the mean of the models, and opens what it is made of. */
function Cell({ row, model, mean, scale, isOpen }: CellProps) {
  const amount = creditOf(row, model);
  const shade = shadeOf(amount, mean);
  const label = modelWords[model].short;
  return (
    <td
      data-label={label}
      data-shade={shade?.towards}
      data-open={isOpen || undefined}
      style={shade ? strength(shade.percent) : undefined}
    >
      {amount === 0 ? (
        <span className="mute">0</span>
      ) : (
        <Link
          to="."
          search={(now: Record<string, unknown>) => ({
            ...now,
            open: isOpen ? undefined : { model, key: row.key },
          })}
          replace
          resetScroll={false}
          className={classes.figure}
          aria-expanded={isOpen}
          aria-label={`${row.label}, ${modelWords[model].name}: ${scale.exact(amount)}`}
          title={scale.exact(amount)}
        >
          {scale.short(amount)}
        </Link>
      )}
    </td>
  );
}
