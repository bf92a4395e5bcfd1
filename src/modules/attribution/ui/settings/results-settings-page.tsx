import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import classes from '../../../workspace/ui/settings/settings.module.css';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import { eligibilityWords, lookbackWords } from '../credit/words.ts';
import type { ResultsSettings } from './api-types.ts';
import { RatesSection } from './rates-section.tsx';
import own from './results-settings.module.css';
import { SharingForm } from './sharing-form.tsx';

/** How credit is shared out where nobody says otherwise, and what other currencies are worth. */
export function ResultsSettingsPage() {
  const settings = useQuery(api.results.settings.read.queryOptions());
  const mayChange = useMay('results:write');
  const saved = settings.data;
  return (
    <SettingsFrame
      title="Results"
      answer={saved ? answerOf(saved) : 'How credit is shared out.'}
      sub={saved ? <Changed settings={saved} /> : undefined}
    >
      <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />
      <div className={own.columns}>
        {saved ? (
          <section className={`${classes.block} ${classes.narrow}`} aria-labelledby="sharing-heading">
            <h2 id="sharing-heading">Sharing out</h2>
            {mayChange ? (
              <SharingForm key={saved.updatedAt} saved={saved} />
            ) : (
              <p className="mute">Marketing, a liaison or an admin can change this.</p>
            )}
          </section>
        ) : null}
        <RatesSection mayChange={mayChange} />
      </div>
    </SettingsFrame>
  );
}

function answerOf({ eligibility, lookbackDays, leadStage, stages }: ResultsSettings): string {
  const stage = stages.find(({ key }) => key === leadStage)?.name ?? leadStage;
  const back = lookbackDays === null ? 'however long ago' : `up to ${lookbackWords(lookbackDays)} back`;
  const created = stage === null ? 'when the contact becomes known' : `at ${stage}`;
  return `Credit goes to what the ${eligibilityWords[eligibility].short} met, ${back}; a lead counts as created ${created}.`;
}

function Changed({ settings: { updatedAt, updatedBy } }: { settings: ResultsSettings }) {
  return (
    <>
      Holds wherever nobody says otherwise on the page itself.{' '}
      {updatedAt ? (
        <>
          Changed <When at={updatedAt} style="date" />
          {updatedBy ? ` by ${updatedBy}` : ''}.
        </>
      ) : (
        'Nobody changed anything yet.'
      )}
    </>
  );
}
