import { FilterChip } from '../../../../web/parts/filter-chips.tsx';
import type { Analysis, Returned } from './api-types.ts';
import classes from './tray.module.css';
import type { SetTray, TrayState } from './tray-state.ts';

/** What was chosen in the picture and the panels, each to be taken away. */
export function ChosenFilters({
  state,
  set,
  analysis,
  items,
}: {
  state: TrayState;
  set: SetTray;
  analysis: Analysis | undefined;
  items: readonly Returned[];
}) {
  const { reason, campaign, persona } = state;
  if (reason === undefined && campaign === undefined && persona === undefined) return null;
  const reasonName =
    analysis?.reasons.find(({ key }) => key === reason)?.name ??
    items.find(({ reasonKey }) => reasonKey === reason)?.reasonName ??
    reason;
  const campaignName =
    analysis?.campaigns.find((one) => one.campaign?.id === campaign)?.campaign?.name ??
    items.find((one) => one.campaign?.id === campaign)?.campaign?.name ??
    'one campaign';
  return (
    <div className={classes.chosen}>
      {reason === undefined ? null : (
        <FilterChip label="Reason" value={reasonName ?? ''} onClear={() => set({ reason: undefined })} />
      )}
      {campaign === undefined ? null : (
        <FilterChip label="Campaign" value={campaignName} onClear={() => set({ campaign: undefined })} />
      )}
      {persona === undefined ? null : (
        <FilterChip label="Persona" value={persona} onClear={() => set({ persona: undefined })} />
      )}
    </div>
  );
}
