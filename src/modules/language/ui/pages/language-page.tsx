import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { useStages } from '../../../people/ui/fields.ts';
import type { Kind, Summary } from './api-types.ts';
import { DefinitionRow } from './definition-row.tsx';
import { LanguageFilters } from './language-filters.tsx';
import { LanguageSentence } from './language-sentence.tsx';
import classes from './list.module.css';
import { SignAll } from './sign-all.tsx';
import { UnsignedBanner } from './unsigned-banner.tsx';
import { useReader } from './use-language.ts';
import { kinds, kindWords, waitsFor } from './words.ts';

const pageState = z.object({
  kind: z.enum(['', ...kinds]).catch(''),
  waiting: z.coerce.boolean().catch(false),
  signing: z.string().catch(''),
});

/** Every word the two teams use, what it means, and what waits for whom. */
export function LanguagePage() {
  const [{ kind, waiting, signing }, set] = useUrlState(pageState);
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: {} }));
  const reader = useReader();
  const items = list.data?.items ?? [];
  const ofKind = items.filter((item) => kind === '' || item.kind === kind);
  const shown = ofKind.filter((item) => !waiting || waitsFor(item, reader));
  return (
    <>
      <FirstLine
        title="Language"
        sub="What a word means here is what both sides signed. A change is proposed, tried on the past, and signed by each side for itself."
        actions={<NewWord />}
      >
        {list.data ? <LanguageSentence list={list.data} reader={reader} /> : 'What our words mean.'}
      </FirstLine>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data ? (
        <>
          <UnsignedBanner items={items} reader={reader} onSign={() => set({ signing: 'all' })} />
          <LanguageFilters
            items={items}
            kind={kind}
            onKind={(next) => set({ kind: next === '' ? undefined : next })}
            waiting={waiting}
            waitingCount={ofKind.filter((item) => waitsFor(item, reader)).length}
            onWaiting={reader.sides.length === 0 ? null : (on) => set({ waiting: on || undefined })}
          />
          {shown.length === 0 ? (
            <Nothing waiting={waiting} onAll={() => set({ waiting: undefined })} />
          ) : null}
          {kinds.map((one) => (
            <Kinds key={one} kind={one} items={shown.filter((item) => item.kind === one)} />
          ))}
          <SignAll
            items={items}
            reader={reader}
            opened={signing !== ''}
            onClose={() => set({ signing: undefined }, { replace: true })}
          />
        </>
      ) : null}
    </>
  );
}

function NewWord() {
  const mayWrite = useMay('language:write');
  if (!mayWrite) return null;
  return <NewWordButton />;
}

function NewWordButton() {
  useKeys('Language', [
    { keys: 'n', label: 'Define a new word', run: () => document.getElementById('new-word')?.click() },
  ]);
  return (
    <>
      <Button component={Link} to="/language/suggest" variant="default">
        Suggest a score
      </Button>
      <Button id="new-word" component={Link} to="/language/new" rightSection={<ButtonKey keys="n" />}>
        New word
      </Button>
    </>
  );
}

/** Words of one kind; stages as the path that a lead walks, in its order. */
function Kinds({ kind, items }: { kind: Kind; items: readonly Summary[] }) {
  const stages = useStages();
  if (items.length === 0) return null;
  const placeOf = (item: Summary) => stages.find((stage) => stage.key === item.stageKey)?.position ?? 99;
  const ordered =
    kind === 'stage'
      ? items.toSorted((left, right) => placeOf(left) - placeOf(right))
      : items.toSorted((left, right) => left.word.localeCompare(right.word));
  const { heading, hint } = kindWords[kind];
  return (
    <section className={classes.group} aria-labelledby={`kind-${kind}`}>
      <div className={classes.groupHead}>
        <h2 id={`kind-${kind}`}>{heading}</h2>
        <span className="mute">{hint}</span>
      </div>
      <ul className={classes.rows} data-path={kind === 'stage' || undefined}>
        {ordered.map((item) => (
          <DefinitionRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Nothing({ waiting, onAll }: { waiting: boolean; onAll: () => void }) {
  if (waiting)
    return (
      <EmptyState
        heading="Nothing waits for you"
        action={
          <Button variant="default" onClick={onAll}>
            Show every word
          </Button>
        }
      >
        When the other side proposes a meaning, it is listed here until your side has signed or objected.
      </EmptyState>
    );
  return (
    <EmptyState
      heading="No word is defined yet"
      action={
        <Button component={Link} to="/language/new">
          Define the first word
        </Button>
      }
    >
      Begin with the one the two teams argue about most: usually what makes a lead qualified.
    </EmptyState>
  );
}
