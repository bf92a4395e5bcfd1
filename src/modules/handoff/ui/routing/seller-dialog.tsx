import { Button, Modal, MultiSelect, NumberInput, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { AbsenceForm } from './absence-form.tsx';
import type { Pool, Seller, Sellers } from './api-types.ts';
import classes from './routing.module.css';
import { useChange } from './use-change.ts';

type SellerDialogProps = {
  seller: Seller;
  calendars: Sellers['calendars'];
  pools: readonly Pool[];
  onClose: () => void;
};

const mostCapacity = 10_000;
const mostWeight = 100;

/** How one person takes leads, and when they are away. */
export function SellerDialog({ seller, calendars, pools, onClose }: SellerDialogProps) {
  const { teammate } = seller;
  const [takesLeads, setTakes] = useState(seller.takesLeads);
  const [capacity, setCapacity] = useState<number | string>(seller.capacity ?? '');
  const [weight, setWeight] = useState<number | string>(seller.weight);
  const [calendarKey, setCalendar] = useState(seller.calendarKey);
  const [poolIds, setPools] = useState(seller.poolIds);
  const put = useChange(client.handoff.routing.putSeller, {
    said: () => `Saved how ${teammate.name} takes leads.`,
    after: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={teammate.name} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate({
            teammateId: teammate.id,
            takesLeads,
            capacity: typeof capacity === 'number' ? capacity : null,
            weight: typeof weight === 'number' ? weight : 1,
            calendarKey,
            poolIds,
          });
        }}
      >
        <Switch
          label="Takes leads"
          description="Switched off, they get none, not even of their own accounts; what they hold stays theirs"
          checked={takesLeads}
          onChange={(event) => setTakes(event.currentTarget.checked)}
        />
        <div className={classes.pair}>
          <NumberInput
            label="Holds at once, at most"
            description="Open hand-offs, answered or not; empty: no limit"
            min={0}
            max={mostCapacity}
            allowDecimal={false}
            value={capacity}
            onChange={setCapacity}
          />
          <NumberInput
            label="Weight"
            description="Who has 2 gets twice the turns of who has 1"
            min={1}
            max={mostWeight}
            allowDecimal={false}
            value={weight}
            onChange={setWeight}
          />
        </div>
        {calendars.length > 0 ? (
          <Select
            label="Office hours"
            description="Calendars of the agreement in force; clocks of their leads run by it"
            data={calendars.map(({ key, name, hours }) => ({ value: key, label: `${name}: ${hours}` }))}
            value={calendarKey ?? calendars[0]?.key ?? null}
            allowDeselect={false}
            onChange={(key) => setCalendar(key === calendars[0]?.key ? null : key)}
          />
        ) : null}
        {pools.length > 0 ? (
          <MultiSelect
            label="Pools"
            description="Whose turns they share and from which they claim"
            data={pools.map(({ id, name }) => ({ value: id, label: name }))}
            value={poolIds}
            onChange={setPools}
          />
        ) : null}
        <ProblemNotice error={put.error} withFields />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Leave
          </Button>
          <Button type="submit" loading={put.isPending}>
            Save
          </Button>
        </div>
      </form>
      <AbsenceForm seller={seller} />
    </Modal>
  );
}
