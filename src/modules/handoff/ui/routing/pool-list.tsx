import { Button, MultiSelect, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Pool, Seller } from './api-types.ts';
import classes from './routing.module.css';
import { useChange } from './use-change.ts';

type PoolListProps = {
  pools: readonly Pool[];
  sellers: readonly Seller[];
  mayChange: boolean;
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
};

/** Groups of sellers who take turns together or claim what waits for them. */
export function PoolList({ pools, sellers, mayChange, open, onOpen }: PoolListProps) {
  return (
    <section className={classes.section} aria-labelledby="routing-pools">
      <div className={classes.head}>
        <h2 id="routing-pools">Pools</h2>
        {mayChange && open !== 'new' ? (
          <Button size="xs" variant="default" onClick={() => onOpen('new')}>
            Make a pool
          </Button>
        ) : null}
      </div>
      {pools.length === 0 && open !== 'new' ? (
        <p className="mute">
          There is no pool. Make one where some people share a region, a language or a product: rules can then
          lead to them by turns.
        </p>
      ) : (
        <ul className={classes.rows}>
          {open === 'new' && mayChange ? (
            <li>
              <PoolForm pool={null} sellers={sellers} onClose={() => onOpen(undefined)} />
            </li>
          ) : null}
          {pools.map((pool) =>
            open === pool.id && mayChange ? (
              <li key={pool.id}>
                <PoolForm pool={pool} sellers={sellers} onClose={() => onOpen(undefined)} />
              </li>
            ) : (
              <PoolRow key={pool.id} pool={pool} mayChange={mayChange} onOpen={onOpen} />
            ),
          )}
        </ul>
      )}
    </section>
  );
}

function PoolRow({
  pool,
  mayChange,
  onOpen,
}: {
  pool: Pool;
  mayChange: boolean;
  onOpen: (id: string) => void;
}) {
  const ask = useConfirm();
  const remove = useChange(client.handoff.routing.deletePool, {
    said: () => `The pool ${pool.name} is gone.`,
  });
  const onRemove = async () => {
    const answer = await ask({
      title: `Delete the pool ${pool.name}?`,
      body: 'Its members stay; they only no longer take turns together.',
      action: 'Delete',
      danger: true,
    });
    if (answer) remove.mutate({ poolId: pool.id });
  };
  return (
    <li className={classes.rule}>
      <div className={classes.ruleText}>
        <strong>{pool.name}</strong>
        <p>
          {pool.members.length === 0
            ? 'Nobody is in it yet'
            : pool.members.map(({ name }) => name).join(', ')}
        </p>
        {pool.waiting > 0 ? (
          <p>
            <Link to="/handoffs" search={{ whose: 'pool' }}>
              {formatCount(pool.waiting)} {pool.waiting === 1 ? 'waits' : 'wait'} to be claimed
            </Link>
          </p>
        ) : null}
        <ProblemNotice error={remove.error} />
      </div>
      {mayChange ? (
        <div className={classes.ruleButtons}>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onOpen(pool.id)}
            aria-label={`Change ${pool.name}`}
          >
            Change
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => void onRemove()}
            aria-label={`Delete ${pool.name}`}
          >
            Delete
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function PoolForm({
  pool,
  sellers,
  onClose,
}: {
  pool: Pool | null;
  sellers: readonly Seller[];
  onClose: () => void;
}) {
  const [name, setName] = useState(pool?.name ?? '');
  const [memberIds, setMembers] = useState(pool?.members.map(({ id }) => id) ?? []);
  const save = useChange(
    (input: { name: string; memberIds: string[] }) =>
      pool === null
        ? client.handoff.routing.createPool(input)
        : client.handoff.routing.updatePool({ poolId: pool.id, ...input }),
    { said: (saved) => `The pool ${saved.name} is saved.`, after: onClose },
  );
  const people = new Map([
    ...sellers.map(({ teammate }) => [teammate.id, teammate.name] as const),
    ...(pool?.members ?? []).map((member) => [member.id, member.name] as const),
  ]);
  return (
    <form
      className={classes.ruleForm}
      aria-label={pool === null ? 'New pool' : `Pool ${pool.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') save.mutate({ name, memberIds });
      }}
    >
      <TextInput
        label="Name"
        placeholder="DACH"
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MultiSelect
        label="Who is in it"
        data={[...people].map(([value, label]) => ({ value, label }))}
        value={memberIds}
        searchable
        onChange={setMembers}
      />
      <ProblemNotice error={save.error} withFields />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Leave
        </Button>
        <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
          Save
        </Button>
      </div>
    </form>
  );
}
