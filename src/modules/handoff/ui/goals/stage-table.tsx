import { NumberInput } from '@mantine/core';
import { formatCount } from '../../../../web/parts/money.tsx';
import classes from './goal.module.css';
import { type Asked, type Figures, type Goal, type GoalState, writePair } from './state.ts';

type StageTableProps = {
  figures: Figures;
  state: GoalState;
  input: Asked;
  goal: Goal | null;
  set: (changes: Partial<GoalState>, options?: { replace?: boolean }) => void;
};

/** What has to reach each stage, and with which rate and time that is reckoned; both can be set. */
export function StageTable({ figures, state, input, goal, set }: StageTableProps) {
  const last = figures.stages.length - 1;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Needed a month</th>
          <th scope="col">In all</th>
          <th scope="col">Goes on to the next</th>
          <th scope="col">Found</th>
          <th scope="col">Months to won</th>
        </tr>
      </thead>
      <tbody>
        {figures.stages.map((stage, at) => {
          const line = input.stages[at];
          const need = goal?.stages.find(({ key }) => key === stage.key);
          const isOffer = stage.key === figures.offerStage;
          return (
            <tr key={stage.key} data-offer={isOffer || undefined}>
              <th scope="row">
                {stage.name}
                {isOffer ? <span className={classes.tag}>offered here</span> : null}
              </th>
              <td data-label="Needed a month">
                <b>{count(need?.perMonth)}</b>
              </td>
              <td data-label="In all">{count(need?.total)}</td>
              <td data-label="Goes on to the next">
                {at === last ? (
                  <span className="mute">–</span>
                ) : (
                  <NumberInput
                    aria-label={`Of ${stage.name}, percent that go on`}
                    size="xs"
                    suffix=" %"
                    min={0}
                    max={100}
                    decimalScale={1}
                    hideControls
                    value={line?.rate == null ? '' : Math.round(line.rate * 1_000) / 10}
                    onChange={(value) =>
                      set(
                        {
                          rates: writePair(state.rates, stage.key, typeof value === 'number' ? value : null),
                        },
                        { replace: true },
                      )
                    }
                  />
                )}
              </td>
              <td data-label="Found" className="mute">
                {at === last
                  ? `${formatCount(stage.reached)} came so far`
                  : `${formatCount(stage.wentOn)} of ${formatCount(stage.reached)}`}
              </td>
              <td data-label="Months to won">
                {at === last ? (
                  <span className="mute">–</span>
                ) : (
                  <span className={classes.time}>
                    <NumberInput
                      aria-label={`Months from ${stage.name} to won`}
                      size="xs"
                      min={0}
                      max={60}
                      allowDecimal={false}
                      hideControls
                      value={line?.monthsToWon ?? 0}
                      onChange={(value) =>
                        set(
                          {
                            times: writePair(
                              state.times,
                              stage.key,
                              typeof value === 'number' ? value : null,
                            ),
                          },
                          { replace: true },
                        )
                      }
                    />
                    <span className="mute">
                      {stage.monthsToWon === null
                        ? 'nobody yet'
                        : `median ${stage.monthsToWon.toLocaleString()} of ${formatCount(stage.won)}`}
                    </span>
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const count = (value: number | null | undefined) => (value == null ? '–' : formatCount(value));
