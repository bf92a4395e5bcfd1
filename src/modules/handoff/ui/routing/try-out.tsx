import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import classes from './routing.module.css';

/** Who would get a lead, and why: before it is offered, and without anybody's turn being taken. */
export function TryOut({
  leadId,
  onLead,
}: {
  leadId: string | undefined;
  onLead: (id: string | undefined) => void;
}) {
  const lead = useQuery(
    api.people.contacts.get.queryOptions({
      input: { contactId: leadId ?? '' },
      enabled: leadId !== undefined,
    }),
  );
  const tried = useQuery(
    api.handoff.routing.tryRouting.queryOptions({
      input: { contactId: leadId ?? '' },
      enabled: leadId !== undefined,
    }),
  );
  const known = lead.data ? { id: lead.data.id, name: lead.data.name } : null;
  return (
    <section className={classes.section} aria-labelledby="routing-try">
      <h2 id="routing-try">Who would get this lead?</h2>
      <div className={classes.tryOut}>
        <RecordPicker
          key={known?.id ?? 'none'}
          refers="contact"
          aria-label="The lead to try"
          value={leadId ?? null}
          known={known}
          onChange={(id) => onLead(id ?? undefined)}
        />
        <div aria-live="polite" className={classes.tried}>
          {leadId === undefined ? (
            <span className="mute">Choose a person; nothing is changed by trying.</span>
          ) : null}
          <ProblemNotice error={tried.error} />
          {tried.data ? (
            <>
              <strong className={tried.data.owner ? 'sales' : undefined}>
                {tried.data.owner?.name ??
                  (tried.data.pool ? `The pool ${tried.data.pool.name}` : 'The open pool')}
              </strong>
              <p>{tried.data.why}</p>
            </>
          ) : null}
        </div>
      </div>
    </section>
  );
}
