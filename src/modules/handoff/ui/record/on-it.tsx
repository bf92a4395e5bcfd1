import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import { SideSection } from '../../../people/ui/side-section.tsx';
import type { OnIt } from '../parts/api-types.ts';
import classes from './record.module.css';

type Record = { recordType: 'contact' | 'opportunity'; recordId: string };
type Side = OnIt['side'];

/** Who from each side is on a lead or a deal, from end to end. */
export function WhoIsOnIt({ of }: { of: Record }) {
  const mayAsk = useMay('handoffs:ask');
  const [adding, setAdding] = useState<Side | null>(null);
  const queryClient = useQueryClient();
  const key = api.handoff.requests.readTeam.queryKey({ input: of });
  const team = useQuery(api.handoff.requests.readTeam.queryOptions({ input: of }));
  const settle = {
    networkMode: 'always' as const,
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  };
  const join = useMutation({
    ...settle,
    mutationFn: (who: { teammateId: string; side: Side }) =>
      client.handoff.requests.joinTeam({ ...of, ...who }),
    onSuccess: () => setAdding(null),
  });
  const leave = useMutation({
    ...settle,
    mutationFn: (teammateId: string) => client.handoff.requests.leaveTeam({ ...of, teammateId }),
  });
  return (
    <SideSection heading="Who is on it">
      <ProblemNotice error={team.error ?? join.error ?? leave.error} />
      <div className={classes.sides}>
        {(['marketing', 'sales'] as const).map((side) => (
          <div key={side}>
            <h3 className={side}>{side === 'marketing' ? 'Marketing' : 'Sales'}</h3>
            <ul className={classes.people}>
              {(team.data?.[side] ?? []).map((one) => (
                <li key={one.teammate.id}>
                  <span>
                    {one.teammate.name} <span className="mute">{one.how}</span>
                  </span>
                  {one.said && mayAsk ? (
                    <button
                      type="button"
                      className={classes.off}
                      aria-label={`Take ${one.teammate.name} off`}
                      disabled={leave.isPending}
                      onClick={() => leave.mutate(one.teammate.id)}
                    >
                      ×
                    </button>
                  ) : null}
                </li>
              ))}
              {team.data && team.data[side].length === 0 ? <li className="mute">nobody yet</li> : null}
            </ul>
            {mayAsk && adding !== side ? (
              <button type="button" className={classes.quiet} onClick={() => setAdding(side)}>
                Add somebody
              </button>
            ) : null}
            {adding === side ? (
              <div className={classes.add}>
                <RecordPicker
                  refers="teammate"
                  aria-label={`Who of ${side}`}
                  size="xs"
                  value={null}
                  exclude={(team.data?.[side] ?? []).map((one) => one.teammate.id)}
                  autoFocus
                  onChange={(teammateId) => {
                    if (teammateId) join.mutate({ teammateId, side });
                  }}
                />
                <Button size="compact-xs" variant="subtle" onClick={() => setAdding(null)}>
                  Cancel
                </Button>
              </div>
            ) : null}
          </div>
        ))}
      </div>
    </SideSection>
  );
}
