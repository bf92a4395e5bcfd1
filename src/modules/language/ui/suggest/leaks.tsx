import { Checkbox } from '@mantine/core';
import classes from './suggest.module.css';
import type { SetSuggestState, Suggestion, SuggestState } from './types.ts';

type LeaksProps = { leaks: Suggestion['leaks']; state: SuggestState; set: SetSuggestState };

/** Fields that look filled in after the outcome was known; each can be used all the same. */
export function Leaks({ leaks, state, set }: LeaksProps) {
  const keep = state.keep ?? [];
  return (
    <section className={`panel ${classes.card}`} aria-label="Suspected leaks">
      <h2>Left out: these look as if they were filled in because of the outcome</h2>
      <ul className={classes.leaks}>
        {leaks.map((leak) => (
          <li key={leak.field}>
            <div>
              <strong>{leak.label}</strong> <span className="mute">{leak.why}</span>
            </div>
            <Checkbox
              size="sm"
              label="Use it all the same"
              aria-label={`Use ${leak.label} all the same`}
              checked={leak.kept}
              onChange={(event) => {
                const others = keep.filter((field) => field !== leak.field && field !== leak.label);
                set({ keep: event.currentTarget.checked ? [...others, leak.field] : others });
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
