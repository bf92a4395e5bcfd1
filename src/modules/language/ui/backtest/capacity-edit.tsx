import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import classes from './backtest.module.css';
import type { Backtest } from './types.ts';

/** How many leads sales can take in a month, said where it matters. */
export function CapacityEdit({ backtest }: { backtest: Backtest }) {
  const may = useMay('language:sign');
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [value, setValue] = useState<number | string>(backtest.capacity?.perMonth ?? '');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (editing) input.current?.focus();
  }, [editing]);
  const change = useMutation({
    mutationFn: (leadsPerMonth: number) => client.language.changeSalesCapacity({ leadsPerMonth }),
    onSuccess: async () => {
      setEditing(false);
      await queries.invalidateQueries({ queryKey: api.language.key() });
    },
  });
  if (!may) return null;
  if (!editing) {
    return (
      <button type="button" className={classes.quiet} onClick={() => setEditing(true)}>
        {backtest.capacity === null ? 'Say what sales can take' : 'change'}
      </button>
    );
  }
  return (
    <form
      className={classes.capacity}
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof value === 'number') change.mutate(value);
      }}
    >
      <NumberInput
        aria-label="Qualified leads that sales can take in a month"
        size="xs"
        w={70}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={value}
        onChange={setValue}
        hideControls
        ref={input}
      />
      <Button type="submit" size="xs" loading={change.isPending} disabled={typeof value !== 'number'}>
        Keep
      </Button>
      <Button size="xs" variant="default" onClick={() => setEditing(false)}>
        Leave
      </Button>
      <ProblemNotice error={change.error} />
    </form>
  );
}
