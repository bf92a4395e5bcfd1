import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { client } from '../../../../web/api.ts';
import { useNow } from '../../../../web/parts/when.tsx';
import { sendable } from '../../../../web/sendable.ts';
import type { Handoff } from '../parts/api-types.ts';
import classes from './dialogs.module.css';
import { FormFoot, saysEnough } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { useTyped } from './typed-text.ts';

type Sent = { reason: string; until: string };
type Send = (named: { id: string; revision: number }, sent: Sent) => Promise<Handoff>;

type ReasonFormProps = MoveFormProps & {
  name: string;
  action: string;
  placeholder: string;
  done: string;
  send: Send;
  /** Asks for a day as well. */
  day?: { label: string; required: boolean };
  color?: string;
  lead?: string;
};

const dayMs = 24 * 3_600_000;
const spans = [
  { label: 'In two weeks', days: 14 },
  { label: 'In a month', days: 30 },
  { label: 'In a quarter', days: 91 },
] as const;

/** The reader's day, so many days from now. */
function dayAfter(now: Date, days: number): string {
  const at = new Date(now.getTime() + days * dayMs);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A move that needs a reason, and some a day. */
function ReasonForm(props: ReasonFormProps) {
  const { handoff, moves, onClose, day, name } = props;
  const now = useNow();
  const typed = useTyped(`${name}:${handoff.id}`, { reason: '', until: '' });
  const { reason, until } = typed.fields;
  const ready = saysEnough(reason) && (!day?.required || until !== '');
  const submit = async () => {
    if (!ready || moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) => props.send(named, { reason, until }),
      done: props.done,
    });
    if (!done) return;
    typed.drop();
    onClose();
  };
  return (
    <form className={classes.form} {...sendable(() => void submit())}>
      {props.lead ? <p className={classes.lead}>{props.lead}</p> : null}
      {day ? (
        <Group align="end" gap="xs" wrap="wrap">
          <TextInput
            type="date"
            label={day.label}
            value={until}
            min={dayAfter(now, 1)}
            onChange={(event) => typed.change({ until: event.currentTarget.value })}
            data-autofocus={day.required || undefined}
          />
          {spans.map(({ label, days }) => (
            <Button
              key={days}
              size="sm"
              variant="default"
              onClick={() => typed.change({ until: dayAfter(now, days) })}
            >
              {label}
            </Button>
          ))}
        </Group>
      ) : null}
      <Textarea
        label="Why?"
        placeholder={props.placeholder}
        value={reason}
        onChange={(event) => typed.change({ reason: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        data-autofocus={day?.required ? undefined : true}
      />
      <FormFoot
        action={props.action}
        pending={moves.isPending}
        ready={ready}
        error={moves.error}
        {...(props.color ? { color: props.color } : {})}
      />
    </form>
  );
}

const { handoffs } = client.handoff;

export function RecycleForm(props: MoveFormProps) {
  return (
    <ReasonForm
      {...props}
      name="recycle"
      action="Recycle"
      placeholder="Their budget is decided in March"
      lead="It goes back to marketing and comes up again on that day."
      day={{ label: 'Until', required: true }}
      done={`Recycled: ${props.handoff.contact.name} comes up again on that day.`}
      send={(named, sent) => handoffs.recycle({ ...named, ...sent })}
    />
  );
}

export function PauseForm(props: MoveFormProps) {
  return (
    <ReasonForm
      {...props}
      name="pause"
      action="Pause"
      placeholder="They asked us to call after their fair"
      lead="All clocks of this hand-off stand still until you let them run, or until the day you name."
      day={{ label: 'Until (optional)', required: false }}
      done={`Paused: no clock of ${props.handoff.contact.name} runs.`}
      send={(named, { reason, until }) =>
        handoffs.pause({ ...named, reason, ...(until === '' ? {} : { until }) })
      }
    />
  );
}

export function GiveBackForm(props: MoveFormProps) {
  return (
    <ReasonForm
      {...props}
      name="give_back"
      action="Give back"
      placeholder="Could not be reached in six tries"
      lead="You accepted this lead. Marketing gets it back with your reason, and follows it until it is offered again or rests."
      done={`Given back: ${props.handoff.contact.name} is marketing’s again.`}
      send={(named, { reason }) => handoffs.giveBack({ ...named, reason })}
    />
  );
}

export function WithdrawForm(props: MoveFormProps) {
  return (
    <ReasonForm
      {...props}
      name="withdraw"
      action="Withdraw"
      color="marketing"
      placeholder="They told us today that they left the company"
      lead="Sales has not answered yet. The offer leaves their queue, and your reason stays with it."
      done={`Withdrawn: ${props.handoff.contact.name} is no longer offered.`}
      send={(named, { reason }) => handoffs.withdraw({ ...named, reason })}
    />
  );
}
