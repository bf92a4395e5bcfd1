import { Checkbox, TextInput } from '@mantine/core';
import { z } from 'zod';
import { CopyField } from '../../../web/parts/copy-field.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import settings from '../../workspace/ui/settings/settings.module.css';
import { snippetOf } from './snippet.ts';
import classes from './tracking.module.css';

const yes = z.enum(['yes', 'no']);
const pageState = z.object({
  cookieless: yes.catch('no'),
  consent: yes.catch('no'),
  calls: yes.catch('yes'),
  forms: z.string().max(500).catch(''),
});

/** The snippet, changed by choices as they are made. */
export function SnippetSection({ writeKey }: { writeKey: string }) {
  const [state, set] = useUrlState(pageState);
  const snippet = snippetOf({
    writeKey,
    origin: window.location.origin,
    cookieless: state.cookieless === 'yes',
    asksConsent: state.consent === 'yes',
    calls: state.calls === 'yes',
    forms: state.forms,
  });
  return (
    <section className={classes.two}>
      <div>
        <div className={settings.block} style={{ marginBottom: 0 }}>
          <h2>Paste this into the head of every page</h2>
          <CopyField label="snippet" value={snippet} block />
        </div>
        <p className="mute" style={{ fontSize: 13 }}>
          Under 5 KB, first-party cookies only. It sends pages (also where your site changes them without
          loading), the seconds they were read, UTM parameters and the referrer, and nothing at all where the
          browser says Do Not Track or Global Privacy Control. Forms that carry{' '}
          <code>data-liaison-form=&quot;demo&quot;</code> send their e-mail and the fields you name in{' '}
          <code>data-liaison-fields</code>; passwords and card numbers never.
        </p>
      </div>
      <div className={classes.choices}>
        <Checkbox
          label="Cookieless"
          description="Stores nothing in the browser: a visitor is known for one page only, until a form or a sign-in says who they are."
          checked={state.cookieless === 'yes'}
          onChange={(event) => set({ cookieless: event.currentTarget.checked ? 'yes' : undefined })}
        />
        <Checkbox
          label="Wait for consent"
          description={
            <>
              Sends and stores nothing until your banner calls <code>liaison.consent(true)</code>.
            </>
          }
          checked={state.consent === 'yes'}
          onChange={(event) => set({ consent: event.currentTarget.checked ? 'yes' : undefined })}
        />
        <Checkbox
          label="My pages call liaison themselves"
          description="Keeps calls such as liaison.track('Demo Asked') made before the script is there."
          checked={state.calls === 'yes' || state.consent === 'yes'}
          disabled={state.consent === 'yes'}
          onChange={(event) => set({ calls: event.currentTarget.checked ? undefined : 'no' })}
        />
        <TextInput
          label="Also watch these forms"
          description="A CSS selector, where the forms' own HTML cannot be changed"
          placeholder="#demo-form, form.newsletter"
          value={state.forms}
          onChange={(event) => set({ forms: event.currentTarget.value }, { replace: true })}
        />
      </div>
    </section>
  );
}
