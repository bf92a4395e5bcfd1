import { Button, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { HandoffTabs } from '../parts/handoff-tabs.tsx';
import { AmountField } from './amount-field.tsx';
import classes from './goal.module.css';
import { MonthTable } from './month-table.tsx';
import { StageTable } from './stage-table.tsx';
import { type Asked, asked, type Figures, type Goal, type GoalState, goalState } from './state.ts';

/** From a revenue goal back to the leads that marketing has to offer each month. */
export function GoalPage() {
  const [state, set] = useUrlState(goalState);
  const figures = useQuery(api.handoff.goals.readFigures.queryOptions());
  return (
    <>
      <HandoffTabs />
      {figures.data ? (
        <Calculator figures={figures.data} state={state} set={set} />
      ) : (
        <FirstLine title="Lead goal">How many leads does the revenue goal take?</FirstLine>
      )}
      <ProblemNotice error={figures.error} onRetry={() => void figures.refetch()} />
    </>
  );
}

const pauseMs = 300;

type CalculatorProps = {
  figures: Figures;
  state: GoalState;
  set: (changes: Partial<GoalState>, options?: { replace?: boolean }) => void;
};

function Calculator({ figures, state, set }: CalculatorProps) {
  const input = asked(state, figures);
  const [settled] = useDebouncedValue(JSON.stringify(input), pauseMs);
  const ready = input.revenueMinor !== null && input.averageDealMinor !== null;
  const goal = useQuery({
    ...api.handoff.goals.workBack.queryOptions({
      input: {
        revenueMinor: input.revenueMinor ?? 0,
        averageDealMinor: input.averageDealMinor ?? 0,
        peoplePerDeal: input.peoplePerDeal,
        currency: figures.currency,
        from: input.from,
        months: input.months,
        offerStage: figures.offerStage,
        stages: input.stages.map(({ key, rate, monthsToWon }) => ({ key, rate, monthsToWon })),
      },
      enabled: ready && settled === JSON.stringify(input),
      placeholderData: (before) => before,
    }),
    retry: false,
  });
  const worked = ready && !goal.error ? (goal.data ?? null) : null;
  return (
    <>
      <FirstLine
        title="Lead goal"
        sub="(Revenue goal ÷ average deal) ÷ lead-to-customer rate, worked back by month. Every figure can be changed."
        actions={worked ? <IntoAgreement goal={worked} figures={figures} input={input} /> : null}
      >
        <Answer figures={figures} input={input} goal={worked} />
      </FirstLine>
      <section className={`panel ${classes.inputs}`} aria-label="The goal">
        <Inputs figures={figures} state={state} input={input} set={set} />
      </section>
      <ProblemNotice error={goal.error} />
      <section className={`panel ${classes.block}`} aria-labelledby="stages">
        <h2 id="stages">Stage by stage</h2>
        <p className={classes.note}>
          Rates of the {formatCount(figures.stages[0]?.reached ?? 0)} people who came in from{' '}
          {formatDate(figures.period.from)} to {formatDate(figures.period.to)}: later ones have not had time
          to buy.
        </p>
        <StageTable figures={figures} state={state} input={input} goal={worked} set={set} />
      </section>
      {worked ? (
        <section className={`panel ${classes.block}`} aria-labelledby="months">
          <h2 id="months">Month by month</h2>
          <MonthTable goal={worked} figures={figures} />
        </section>
      ) : null}
    </>
  );
}

function Answer({ figures, input, goal }: { figures: Figures; input: Asked; goal: Goal | null }) {
  const { offered, promised, currency } = figures;
  const now = `marketing offers ${formatCount(offered.perMonth)} a month now`;
  if (goal === null || input.revenueMinor === null || input.averageDealMinor === null)
    return (
      <>
        Give a revenue goal to see how many leads it takes; {now}
        {promised?.perMonth == null ? '' : ` and promises ${formatCount(promised.perMonth)}`}.
      </>
    );
  return (
    <>
      {formatMoney({ amountMinor: input.revenueMinor, currency })} take {formatCount(goal.deals)} deals, and
      so <b className="marketing">{formatCount(goal.leadsPerMonth)} leads offered a month</b>;{' '}
      {promised?.perMonth == null
        ? 'marketing has promised no number'
        : `marketing promises ${formatCount(promised.perMonth)}`}
      , and offers {formatCount(offered.perMonth)} now.
    </>
  );
}

/** A draft of the agreement with this volume; the reason comes along. */
function IntoAgreement({ goal, figures, input }: { goal: Goal; figures: Figures; input: Asked }) {
  const mayWrite = useMay('language:write');
  if (!mayWrite || figures.promised === null || goal.leadsPerMonth === 0) return null;
  const { key } = figures.promised;
  const revenue = formatMoney({ amountMinor: input.revenueMinor ?? 0, currency: figures.currency });
  return (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link
          {...props}
          to="/language/$key/draft"
          params={{ key }}
          search={{
            volume: goal.leadsPerMonth,
            note: `${revenue} in ${input.months} months from ${input.from} take ${goal.leadsPerMonth} leads a month at our own rates.`,
          }}
        />
      )}
    >
      Put it into the agreement
    </Button>
  );
}

type InputsProps = CalculatorProps & { input: Asked };

function Inputs({ figures, state, input, set }: InputsProps) {
  const { averageDeal, peoplePerDeal, currency } = figures;
  const typing = { replace: true };
  return (
    <>
      <AmountField
        label="Revenue goal"
        currency={currency}
        valueMinor={input.revenueMinor}
        placeholder="such as 1 200 000"
        description={`in all, over ${input.months} months`}
        onChange={(revenue) => set({ revenue: revenue ?? undefined }, typing)}
      />
      <TextInput
        type="month"
        label="From"
        description="the first month of revenue"
        value={input.from}
        onChange={(event) => set({ from: event.currentTarget.value || undefined }, typing)}
      />
      <NumberInput
        label="Months"
        description="1 to 24"
        min={1}
        max={24}
        allowDecimal={false}
        hideControls
        value={input.months}
        onChange={(months) => set({ months: typeof months === 'number' ? months : 12 }, typing)}
      />
      <AmountField
        label="Average deal"
        currency={currency}
        valueMinor={input.averageDealMinor}
        description={
          averageDeal.amountMinor === null
            ? 'no deal has been won yet: give your own'
            : state.deal === undefined
              ? `of ${formatCount(averageDeal.of)} won since ${formatDate(averageDeal.from)}`
              : `your figure; it was ${formatMoney({ amountMinor: averageDeal.amountMinor, currency })}`
        }
        onChange={(deal) => set({ deal: deal ?? undefined }, typing)}
      />
      <NumberInput
        label="People a deal"
        description={
          peoplePerDeal.people === null
            ? 'leads who become customers with each'
            : state.people === undefined
              ? `of ${formatCount(peoplePerDeal.of)} won since ${formatDate(peoplePerDeal.from)}`
              : `your figure; it was ${peoplePerDeal.people}`
        }
        min={1}
        max={100}
        decimalScale={1}
        hideControls
        value={input.peoplePerDeal}
        onChange={(people) => set({ people: typeof people === 'number' ? people : undefined }, typing)}
      />
    </>
  );
}
