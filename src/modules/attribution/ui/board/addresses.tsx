import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import type { BoardAddress } from '../../board/contract.ts';
import classes from './board.module.css';

/** People outside the workspace; nothing goes to them before an administrator has confirmed it. */
export function Addresses({ addresses }: { addresses: readonly BoardAddress[] }) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('results:write');
  const mayConfirm = useMay('workspace:admin');
  const renew = () => queryClient.invalidateQueries({ queryKey: api.results.board.listSchedules.key() });
  const confirm = useMutation({
    mutationFn: (id: string) => client.results.board.confirmAddress({ id }),
    onSuccess: renew,
  });
  const remove = useMutation({
    mutationFn: (id: string) => client.results.board.removeAddress({ id }),
    onSuccess: renew,
  });
  return (
    <section className={classes.addresses} aria-labelledby="board-addresses">
      <h3 id="board-addresses">Outside the workspace</h3>
      <ProblemNotice error={confirm.error ?? remove.error} />
      <ul className={classes.kept}>
        {addresses.map((one) => (
          <li key={one.id}>
            {one.name} <span className="mute">{one.address}</span>: {stateOf(one)}{' '}
            {mayConfirm && one.confirmedAt === null ? (
              <button type="button" className={classes.quiet} onClick={() => confirm.mutate(one.id)}>
                Confirm
              </button>
            ) : null}{' '}
            {mayWrite ? (
              <button
                type="button"
                className={classes.quiet}
                aria-label={`Take ${one.address} off the list`}
                onClick={() => remove.mutate(one.id)}
              >
                Take off
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayWrite ? <NewAddress onAdded={renew} /> : null}
    </section>
  );
}

function stateOf({ stoppedAt, confirmedAt, confirmedBy, addedBy }: BoardAddress): string {
  if (stoppedAt !== null) return 'asked for no more of it.';
  if (confirmedAt !== null) return `confirmed by ${confirmedBy ?? ''}.`;
  return `named by ${addedBy}; an administrator is to confirm it first.`;
}

function NewAddress({ onAdded }: { onAdded: () => Promise<void> }) {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const add = useMutation({
    mutationFn: () => client.results.board.addAddress({ name, address }),
    onSuccess: async () => {
      setName('');
      setAddress('');
      await onAdded();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          label="Name"
          size="xs"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          size="xs"
          type="email"
          required
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="xs" loading={add.isPending}>
          Name them
        </Button>
      </Group>
      <ProblemNotice error={add.error} withFields />
    </form>
  );
}
