import { AddFilter, FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import type { LiveState } from '../../../../web/stream.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import { useNames } from '../../../people/ui/use-choices.ts';
import type { HandoffPage } from '../parts/api-types.ts';
import classes from './queue.module.css';
import { type QueueState, type Whose, whoseOf } from './queue-state.ts';

type QueueFiltersProps = {
  state: QueueState;
  onChange: (changes: Partial<QueueState>) => void;
  counts: HandoffPage['counts'] | null;
  takesLeads: boolean;
  live: LiveState;
};

const stateNames = { offered: 'waiting for an answer', accepted: 'being worked on' } as const;
const nothingChosen = '00000000-0000-0000-0000-000000000000';

/** Whose, and what narrows the list; all of it stands in the address. */
export function QueueFilters({ state, onChange, counts, takesLeads, live }: QueueFiltersProps) {
  const nameOf = useNames([
    ...(state.owner ? [{ refers: 'teammate' as const, id: state.owner }] : []),
    ...(state.campaign ? [{ refers: 'campaign' as const, id: state.campaign }] : []),
  ]);
  const whose = whoseOf(state, takesLeads);
  const options: { value: Whose; label: string; tone: 'sales' }[] = [
    ...(takesLeads
      ? [{ value: 'mine' as const, label: `Mine${numberOf(counts?.mine)}`, tone: 'sales' as const }]
      : []),
    { value: 'pool', label: `Pool${numberOf(counts?.pool)}`, tone: 'sales' },
    { value: 'everybody', label: 'Everybody', tone: 'sales' },
  ];
  return (
    <div className={classes.filters}>
      <FilterChips right={<LiveDot state={live} />}>
        <Segmented
          label="Whose"
          value={whose}
          onChange={(next) => onChange({ whose: next, owner: undefined, id: undefined })}
          options={options}
        />
        {state.late ? (
          <FilterChip label="Only" value="late" onClear={() => onChange({ late: undefined })} />
        ) : null}
        {state.state ? (
          <FilterChip
            label="Only"
            value={stateNames[state.state]}
            onClear={() => onChange({ state: undefined })}
          />
        ) : null}
        {state.owner ? (
          <FilterChip
            label="Owner"
            value={state.owner === nothingChosen ? '…' : nameOf(state.owner)}
            defaultOpened={state.owner === nothingChosen}
            onClear={() => onChange({ owner: undefined })}
          >
            {(close) => (
              <RecordPicker
                refers="teammate"
                aria-label="Owner"
                value={null}
                inPopover
                autoFocus
                onChange={(owner) => {
                  if (!owner) return;
                  onChange({ owner, whose: 'everybody', id: undefined });
                  close();
                }}
              />
            )}
          </FilterChip>
        ) : null}
        {state.campaign ? (
          <FilterChip
            label="Campaign"
            value={nameOf(state.campaign)}
            onClear={() => onChange({ campaign: undefined })}
          />
        ) : null}
        <AddFilter options={addable(state)} onAdd={(what) => onChange(added(what))} />
      </FilterChips>
    </div>
  );
}

const numberOf = (count: number | undefined): string => (count ? ` ${formatCount(count)}` : '');

function addable(state: QueueState): { value: string; label: string }[] {
  return [
    ...(state.late ? [] : [{ value: 'late', label: 'Only late ones' }]),
    ...(state.state
      ? []
      : [
          { value: 'offered', label: 'Only those waiting for an answer' },
          { value: 'accepted', label: 'Only those being worked on' },
        ]),
    ...(state.owner ? [] : [{ value: 'owner', label: 'Of one owner' }]),
  ];
}

function added(what: string): Partial<QueueState> {
  if (what === 'late') return { late: 'true' };
  if (what === 'offered' || what === 'accepted') return { state: what };
  return { owner: nothingChosen, whose: 'everybody' };
}

const liveWords: Record<LiveState, string> = {
  connecting: 'connecting…',
  live: 'live',
  reconnecting: 'reconnecting…',
};

function LiveDot({ state }: { state: LiveState }) {
  return (
    <span className={classes.live} data-state={state} title="Offers and answers appear by themselves">
      {liveWords[state]}
    </span>
  );
}
