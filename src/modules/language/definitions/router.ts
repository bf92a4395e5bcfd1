import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { requestProposalBacktest } from '../backtest/proposal-backtest.ts';
import { compareVersions } from './compare-versions.ts';
import { definitionsContract } from './contract.ts';
import { createDefinition } from './create-definition.ts';
import { editDraft } from './edit-draft.ts';
import { getDefinition } from './get-definition.ts';
import { listDefinitions } from './list-definitions.ts';
import { listDefinitionEvents } from './list-events.ts';
import { objectToVersion, withdrawObjection } from './object-to-version.ts';
import { proposeVersion } from './propose-version.ts';
import { settleOpenProposals } from './settle-signatures.ts';
import { signVersion } from './sign-version.ts';
import { changeSigningPolicy, readSigningPolicy } from './signing-policy.ts';
import type { Step } from './step.ts';
import { withdrawVersion } from './withdraw-version.ts';
import { writeVersion } from './write-version.ts';

const os = implement(definitionsContract).$context<RequestContext>().use(authorised);

/** One step of a definition in one transaction. */
export function inStep<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { actor, caller, workspaceId, services } = context;
  return context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now() }),
  );
}

const ofVersion = ({ id, versionId }: { id: string; versionId: string }) => ({ definitionId: id, versionId });

export const definitionsRouter = {
  listDefinitions: os.listDefinitions.handler(({ input, context }) =>
    inStep(context, ({ tx, userId }) => listDefinitions({ tx, userId, ...input })),
  ),
  getDefinition: os.getDefinition.handler(({ input, context }) =>
    inStep(context, ({ tx, userId }) => getDefinition({ tx, userId, id: input.id })),
  ),
  createDefinition: os.createDefinition.handler(({ input, context }) =>
    inStep(context, (step) => createDefinition({ ...step, ...input })),
  ),
  writeVersion: os.writeVersion.handler(({ input, context }) =>
    inStep(context, (step) => writeVersion({ ...step, ...input, definitionId: input.id })),
  ),
  editDraft: os.editDraft.handler(({ input, context }) =>
    inStep(context, (step) => editDraft({ ...step, ...input, ...ofVersion(input) })),
  ),
  propose: os.propose.handler(async ({ input, context }) => {
    const version = await inStep(context, (step) =>
      proposeVersion({ ...step, ...input, ...ofVersion(input) }),
    );
    const { services, workspaceId } = context;
    await requestProposalBacktest(services, { workspaceId, versionId: version.id });
    return version;
  }),
  sign: os.sign.handler(({ input, context }) =>
    inStep(context, (step) => signVersion({ ...step, ...input, ...ofVersion(input) })),
  ),
  object: os.object.handler(({ input, context }) =>
    inStep(context, (step) => objectToVersion({ ...step, ...input, ...ofVersion(input) })),
  ),
  withdrawObjection: os.withdrawObjection.handler(({ input, context }) =>
    inStep(context, (step) => withdrawObjection({ ...step, ...input, ...ofVersion(input) })),
  ),
  withdraw: os.withdraw.handler(({ input, context }) =>
    inStep(context, (step) => withdrawVersion({ ...step, ...input, ...ofVersion(input) })),
  ),
  compareVersions: os.compareVersions.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      compareVersions({ tx, definitionId: input.id, from: input.from, to: input.to }),
    ),
  ),
  readSigningPolicy: os.readSigningPolicy.handler(({ context }) => context.inWorkspace(readSigningPolicy)),
  changeSigningPolicy: os.changeSigningPolicy.handler(({ input, context }) =>
    inStep(context, async (step) => {
      const policy = await changeSigningPolicy(step, input);
      await settleOpenProposals(step);
      return policy;
    }),
  ),
  listDefinitionEvents: os.listDefinitionEvents.handler(({ input, context }) =>
    context.inWorkspace((tx) => listDefinitionEvents({ tx, ...input })),
  ),
};
