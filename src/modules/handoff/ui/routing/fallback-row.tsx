import { Select } from '@mantine/core';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Pool, Rules } from './api-types.ts';
import classes from './routing.module.css';
import { useChange } from './use-change.ts';

type Fallback = Rules['fallback'];
const keyOf = ({ kind, poolId }: Fallback) => `${kind} ${poolId ?? ''}`;

/** Where leads go for which no rule holds. */
export function FallbackRow(props: {
  fallback: Fallback;
  pools: readonly Pool[];
  mayChange: boolean;
  /** There is no rule before it. */
  first: boolean;
}) {
  const { fallback, pools, mayChange, first } = props;
  const put = useChange(client.handoff.routing.putFallback, {
    said: () => 'Saved where the other leads go.',
  });
  const choices = [
    { fallback: { kind: 'rotation' as const, poolId: null }, label: 'by turns among all who take leads' },
    ...pools.flatMap(({ id, name }) => [
      { fallback: { kind: 'rotation' as const, poolId: id }, label: `by turns among ${name}` },
      { fallback: { kind: 'pool' as const, poolId: id }, label: `into the pool ${name}, to be claimed` },
    ]),
    { fallback: { kind: 'pool' as const, poolId: null }, label: 'into the open pool, for anybody to claim' },
  ];
  const now = choices.find((one) => keyOf(one.fallback) === keyOf(fallback));
  return (
    <li className={classes.fallback}>
      <span>{first ? 'Every lead of whose account nobody is the owner goes' : 'Every other lead goes'}</span>
      {mayChange ? (
        <Select
          aria-label="Where leads go for which no rule holds"
          data={choices.map(({ fallback: one, label }) => ({ value: keyOf(one), label }))}
          value={keyOf(fallback)}
          allowDeselect={false}
          disabled={put.isPending}
          onChange={(key) => {
            const chosen = choices.find((one) => keyOf(one.fallback) === key);
            if (chosen) put.mutate(chosen.fallback);
          }}
        />
      ) : (
        <span className="sales">{now?.label}</span>
      )}
      <ProblemNotice error={put.error} />
    </li>
  );
}
