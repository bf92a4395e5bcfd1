import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useMay, useMe } from '../../../web/session.ts';
import { RecordPicker } from '../../people/ui/record-picker.tsx';
import type { Draft } from './draft.ts';
import { dayFrom, localTime } from './draft-input.ts';
import classes from './log-dialog.module.css';
import { LogQuestions } from './log-questions.tsx';
import { AssetsField, TeammatesField } from './records-field.tsx';
import type { DraftState } from './use-draft.ts';

const hourMs = 3_600_000;

/** Everything about a conversation beyond who, what type and the words. */
export function LogMore({ state }: { state: DraftState }) {
  const { draft, change } = state;
  return (
    <div className={classes.more}>
      <StepFields draft={draft} onChange={change} />
      <WhenFields draft={draft} onChange={change} />
      <SidesFields draft={draft} onChange={change} />
      <div className={classes.pair}>
        <Lines label="We told them" value={draft.told} onChange={(told) => change({ told })} tone="us" />
        <Lines label="We asked" value={draft.weAsked} onChange={(weAsked) => change({ weAsked })} tone="us" />
      </div>
      <AssetFields draft={draft} onChange={change} />
      <div className={classes.pair}>
        <Lines label="They asked" value={draft.asked} onChange={(asked) => change({ asked })} tone="them" />
        <Lines
          label="They raised"
          value={draft.raised}
          onChange={(raised) => change({ raised })}
          tone="them"
        />
        <Lines
          label="We learned"
          value={draft.learned}
          onChange={(learned) => change({ learned })}
          tone="them"
        />
      </div>
      <LogQuestions state={state} />
      <StageField draft={draft} onChange={change} />
      <Switch
        color="ink"
        label="Private"
        description="Only those on our side who took part read what was said; that it took place is for all."
        checked={draft.private}
        onChange={(event) => change({ private: event.currentTarget.checked })}
      />
    </div>
  );
}

type FieldsProps = { draft: Draft; onChange: (fields: Partial<Draft>) => void };

function WhenFields({ draft, onChange }: FieldsProps) {
  const ago = (ms: number) => localTime(new Date(Date.now() - ms));
  return (
    <div className={classes.pair}>
      <div>
        <TextInput
          type="datetime-local"
          label="When"
          value={draft.at}
          max={localTime(new Date())}
          onChange={(event) => onChange({ at: event.currentTarget.value })}
        />
        <Chips
          label="When"
          options={[
            ['Now', ''],
            ['An hour ago', ago(hourMs)],
            ['Yesterday', ago(24 * hourMs)],
          ]}
          isOn={(value) => value === '' && draft.at === ''}
          onPick={(at) => onChange({ at })}
        />
      </div>
      <div className={classes.stack}>
        <TextInput
          label="Minutes it took"
          inputMode="numeric"
          value={draft.durationMinutes}
          onChange={(event) =>
            onChange({ durationMinutes: event.currentTarget.value.replaceAll(/\D/g, '').slice(0, 4) })
          }
        />
        <div>
          <span className={classes.label}>Who began it</span>
          <Segmented
            label="Who began it"
            value={draft.direction ?? 'unsaid'}
            onChange={(value) => onChange({ direction: value === 'unsaid' ? null : value })}
            options={[
              { value: 'unsaid', label: 'Unsaid' },
              { value: 'outbound', label: 'We did' },
              { value: 'inbound', label: 'They did' },
            ]}
          />
        </div>
      </div>
    </div>
  );
}

function SidesFields({ draft, onChange }: FieldsProps) {
  const { actor } = useMe();
  return (
    <div className={classes.pair}>
      <TeammatesField
        label="On our side"
        placeholder={`${actor.name}, unless you choose`}
        value={draft.ours ?? []}
        onChange={(ours) => onChange({ ours: ours.length === 0 ? null : ours })}
      />
      <RecordPicker
        refers="opportunity"
        label="Deal"
        value={draft.deal?.id ?? null}
        known={draft.deal?.id ? { id: draft.deal.id, name: draft.deal.name } : null}
        onChange={(id, name) => onChange({ deal: id === null ? null : { id, name } })}
      />
      <TextInput
        label="Subject"
        value={draft.subject}
        maxLength={1_000}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
      />
      <TextInput
        label="Outcome"
        placeholder="Reached, voicemail, no show…"
        value={draft.outcome}
        maxLength={200}
        onChange={(event) => onChange({ outcome: event.currentTarget.value })}
      />
    </div>
  );
}

type LinesProps = { label: string; value: string; onChange: (value: string) => void; tone: 'us' | 'them' };

function Lines({ label, value, onChange, tone }: LinesProps) {
  return (
    <Textarea
      label={label}
      placeholder={tone === 'us' ? 'One a line' : 'One a line, in their words'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autosize
      minRows={1}
      maxRows={8}
    />
  );
}

function AssetFields({ draft, onChange }: FieldsProps) {
  const usual =
    draft.assets.at(-1)?.how ??
    (draft.type === 'email_exchange' || draft.type === 'message' ? 'sent' : 'shown');
  return (
    <div className={classes.stack}>
      <AssetsField
        label="Assets shown or sent"
        placeholder="Title of a case study, a price list…"
        value={draft.assets.map(({ id, name }) => ({ id, name }))}
        onChange={(chosen) =>
          onChange({
            assets: chosen.map(
              ({ id, name }) =>
                draft.assets.find((one) => one.id === id && one.name === name) ?? {
                  id,
                  name,
                  itemId: null,
                  how: usual,
                },
            ),
          })
        }
      />
      {draft.assets.length > 0 ? (
        <Segmented
          label="Shown or sent"
          value={usual}
          onChange={(how) => onChange({ assets: draft.assets.map((one) => ({ ...one, how })) })}
          options={[
            { value: 'shown', label: 'Shown' },
            { value: 'sent', label: 'Sent' },
          ]}
        />
      ) : null}
    </div>
  );
}

function StepFields({ draft, onChange }: FieldsProps) {
  const now = new Date();
  return (
    <div className={classes.pair}>
      <TextInput
        label="Next step"
        placeholder="Send the offer"
        value={draft.stepText}
        maxLength={2_000}
        onChange={(event) => onChange({ stepText: event.currentTarget.value })}
      />
      <div>
        <TextInput
          type="date"
          label="On"
          value={draft.stepOn}
          onChange={(event) => onChange({ stepOn: event.currentTarget.value })}
        />
        <Chips
          label="Next step on"
          options={[
            ['Tomorrow', dayFrom(now, 1)],
            ['In a week', dayFrom(now, 7)],
            ['In a month', dayFrom(now, 30)],
          ]}
          isOn={(value) => value === draft.stepOn}
          onPick={(stepOn) => onChange({ stepOn })}
        />
      </div>
    </div>
  );
}

/** Where the buyer now is in their purchase, for those who may say so. */
function StageField({ draft, onChange }: FieldsProps) {
  const may = useMay('lifecycle:move');
  const stages = useQuery(api.timeline.buyingStages.list.queryOptions({ enabled: may, staleTime: 60_000 }));
  const items = stages.data?.items ?? [];
  if (!may || items.length === 0) return null;
  return (
    <NativeSelect
      label="The buyer is now in"
      value={draft.stage ?? ''}
      onChange={(event) =>
        onChange({ stage: event.currentTarget.value === '' ? null : event.currentTarget.value })
      }
      data={[
        { value: '', label: 'No change' },
        ...items.map(({ key, name }) => ({ value: key, label: name })),
      ]}
    />
  );
}

type ChipsProps = {
  label: string;
  options: readonly (readonly [label: string, value: string])[];
  isOn: (value: string) => boolean;
  onPick: (value: string) => void;
};

function Chips({ label, options, isOn, onPick }: ChipsProps) {
  return (
    <fieldset className={classes.chips}>
      <legend className="sr-only">{label}, quickly</legend>
      {options.map(([words, value]) => (
        <button key={words} type="button" aria-pressed={isOn(value)} onClick={() => onPick(value)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
