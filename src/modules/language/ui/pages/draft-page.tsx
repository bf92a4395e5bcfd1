import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { usePathParam, useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMe } from '../../../../web/session.ts';
import { RecordProblem, RecordWait } from '../../../people/ui/record-states.tsx';
import type { Body, Definition, Version } from './api-types.ts';
import { DraftForm } from './draft-form.tsx';
import { openVersions } from './words.ts';

const number = z.coerce.number().int().optional().catch(undefined);
const pageState = z.object({
  version: number,
  answers: number,
  /** Why a change is proposed, from a page that found the evidence for it. */
  note: z.string().max(2_000).optional().catch(undefined),
  /** Of the agreement: leads a month that a goal asks for. */
  volume: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
});

/** Writing a version: a draft that is there already, or a new one from what is in force or from what it answers. */
export function DraftPage() {
  const key = usePathParam('key');
  const [{ version, answers, note, volume }] = useUrlState(pageState);
  const { role } = useMe();
  const definition = useQuery(api.language.getDefinition.queryOptions({ input: { id: key } }));
  if (definition.error && !definition.data)
    return (
      <RecordProblem error={definition.error} onRetry={() => void definition.refetch()} back="/language" />
    );
  if (!definition.data) return <RecordWait title="Draft" />;
  const { draft, answered, base } = begin(definition.data, { version, answers, role });
  if (base === null) return <RecordWait title={definition.data.word} />;
  return (
    <DraftForm
      key={`${definition.data.id} ${draft?.id ?? 'new'}`}
      definition={definition.data}
      draft={draft}
      answered={answered}
      start={base.body}
      suggested={withVolume(base.body, volume)}
      note={note}
    />
  );
}

function withVolume(body: Body, volumePerMonth: number | undefined): Body {
  if (body.kind !== 'sla' || volumePerMonth === undefined) return body;
  const { policy } = body;
  return { ...body, policy: { ...policy, marketing: { ...policy.marketing, volumePerMonth } } };
}

type Asked = { version: number | undefined; answers: number | undefined; role: string | null };

/** What is written on: the draft asked for, else a draft of one's own side, else a text to begin from. */
function begin(
  definition: Definition,
  { version, answers, role }: Asked,
): { draft: Version | null; answered: Version | null; base: Version | null } {
  const { inForce, open, drafts } = openVersions(definition);
  const find = (wanted: number) => definition.versions.find((one) => one.number === wanted) ?? null;
  const asked = version === undefined ? null : find(version);
  if (asked?.status === 'draft') return { draft: asked, answered: null, base: asked };
  const answered = answers === undefined ? null : find(answers);
  if (answered) {
    const begun = drafts.find((one) => one.answersId === answered.id && isOwn(one, role)) ?? null;
    return { draft: begun, answered, base: begun ?? answered };
  }
  const begun = drafts.find((one) => one.answersId === null && isOwn(one, role)) ?? null;
  return {
    draft: begun,
    answered: null,
    base: begun ?? asked ?? inForce ?? open[0] ?? definition.versions[0] ?? null,
  };
}

const isOwn = (version: Version, role: string | null): boolean =>
  version.side === null || version.side === role || role === 'admin' || role === 'liaison';
