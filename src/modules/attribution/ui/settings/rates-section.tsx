import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { currencies } from '../../../workspace/ui/choices.ts';
import frame from '../../../workspace/ui/settings/settings.module.css';
import { dayWords, plural } from '../credit/words.ts';
import type { Rate, Rates } from './api-types.ts';
import classes from './results-settings.module.css';

/** What other currencies are worth: those that deals wait for come first. */
export function RatesSection({ mayChange }: { mayChange: boolean }) {
  const rates = useQuery(api.results.settings.listRates.queryOptions());
  const [wanted, setWanted] = useState<string | null>(null);
  return (
    <section className={`${frame.block} ${frame.medium}`} aria-labelledby="rates-heading">
      <h2 id="rates-heading">Currency rates</h2>
      <ProblemNotice error={rates.error} onRetry={() => void rates.refetch()} />
      {rates.data ? (
        <>
          <p className="mute">
            Results are told in {rates.data.currency}. A deal in another currency counts at the rate of the
            day of its result.
          </p>
          <Missing rates={rates.data} mayChange={mayChange} onAdd={setWanted} />
          {mayChange ? <RateForm key={wanted} own={rates.data.currency} wanted={wanted} /> : null}
          <RateList rates={rates.data} mayChange={mayChange} />
        </>
      ) : null}
    </section>
  );
}

type MissingProps = { rates: Rates; mayChange: boolean; onAdd: (currency: string) => void };

function Missing({ rates: { missing }, mayChange, onAdd }: MissingProps) {
  if (missing.length === 0) return null;
  return (
    <ul className={`${frame.rows} ${classes.missing}`} aria-label="Currencies without a rate">
      {missing.map(({ currency, deals }) => (
        <li key={currency} className={frame.row}>
          <div className={frame.rowMain}>
            <span className={frame.rowName}>{currency}</span>
            <div className={frame.rowDetail}>
              {plural(deals, 'deal')} left out of all results until there is a rate.
            </div>
          </div>
          {mayChange ? (
            <Button size="compact-sm" variant="default" onClick={() => onAdd(currency)}>
              Give a rate
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const today = () => new Date().toISOString().slice(0, 10);

function RateForm({ own, wanted }: { own: string; wanted: string | null }) {
  const [currency, setCurrency] = useState(wanted);
  const [validFrom, setValidFrom] = useState(wanted ? '2000-01-01' : today());
  const [rate, setRate] = useState<number | string>('');
  const [source, setSource] = useState('');
  const cache = useQueryClient();
  const add = useMutation(
    api.results.settings.addRate.mutationOptions({
      onSuccess: async () => {
        setRate('');
        setSource('');
        notifications.show({ message: 'Added. Results count with it from now on.' });
        await cache.invalidateQueries({ queryKey: api.results.key() });
      },
    }),
  );
  const isReady = currency !== null && validFrom !== '' && typeof rate === 'number' && rate > 0;
  return (
    <form
      className={classes.rateForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        add.mutate({ currency, validFrom, rate, source: source.trim() === '' ? null : source.trim() });
      }}
    >
      <Select
        label="Currency"
        data={currencies.filter(({ value }) => value !== own)}
        value={currency}
        onChange={setCurrency}
        searchable
        limit={60}
      />
      <TextInput
        type="date"
        label="From"
        value={validFrom}
        onChange={(event) => setValidFrom(event.currentTarget.value)}
      />
      <NumberInput
        label={`1 ${currency ?? 'of it'} is worth, in ${own}`}
        min={0}
        decimalScale={10}
        hideControls
        value={rate}
        onChange={setRate}
        data-autofocus
      />
      <TextInput
        label="Where it is from"
        maxLength={200}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <div className={classes.whole}>
        <ProblemNotice error={add.error} withFields />
        <Button type="submit" loading={add.isPending} disabled={!isReady}>
          Add
        </Button>
      </div>
    </form>
  );
}

const digits = new Intl.NumberFormat(undefined, { maximumFractionDigits: 10 });

function RateList({ rates, mayChange }: { rates: Rates; mayChange: boolean }) {
  if (rates.items.length === 0) return <p className="mute">There is no rate yet.</p>;
  return (
    <div className={classes.scroll}>
      <table className={frame.changes}>
        <thead>
          <tr>
            <th scope="col">Currency</th>
            <th scope="col">From</th>
            <th scope="col">In {rates.currency}</th>
            <th scope="col">Where it is from</th>
            {mayChange ? (
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rates.items.map((rate) => (
            <RateRow key={rate.id} rate={rate} own={rates.currency} mayChange={mayChange} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RateRow({ rate, own, mayChange }: { rate: Rate; own: string; mayChange: boolean }) {
  const ask = useConfirm();
  const cache = useQueryClient();
  const remove = useMutation(
    api.results.settings.removeRate.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: api.results.key() }),
      onError: (error) => notifications.show({ color: 'late', message: error.message }),
    }),
  );
  const takeAway = async () => {
    const answer = await ask({
      title: `Take the rate of ${rate.currency} away?`,
      body: `Deals since ${dayWords(rate.validFrom)} count at the rate before it, or are left out where there is none.`,
      action: 'Take it away',
      danger: true,
    });
    if (answer) remove.mutate({ rateId: rate.id });
  };
  return (
    <tr>
      <td>{rate.currency}</td>
      <td>{dayWords(rate.validFrom)}</td>
      <td>
        1 {rate.currency} = {digits.format(rate.rate)} {own}
      </td>
      <td>
        {rate.source ?? <span className="mute">–</span>}
        {rate.createdBy ? <span className="mute"> · {rate.createdBy}</span> : null}
      </td>
      {mayChange ? (
        <td>
          <Button
            size="compact-xs"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => void takeAway()}
            aria-label={`Take away ${rate.currency} of ${dayWords(rate.validFrom)}`}
          >
            Take away
          </Button>
        </td>
      ) : null}
    </tr>
  );
}
