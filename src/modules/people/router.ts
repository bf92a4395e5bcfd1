import { implement } from '@orpc/server';
import type { Tx } from '../../platform/postgres/database.ts';
import { authorised, type RequestContext, type WorkspaceContext } from '../workspace/index.ts';
import { createAccount } from './accounts/create-account.ts';
import { getAccount } from './accounts/get-account.ts';
import { updateAccount } from './accounts/update-account.ts';
import { assignOwner } from './assign-owner.ts';
import { createContact } from './contacts/create-contact.ts';
import { getContact } from './contacts/get-contact.ts';
import { updateContact } from './contacts/update-contact.ts';
import { peopleContract } from './contract.ts';
import { exportCsv } from './export/export-csv.ts';
import { createCustomField, reorderCustomFields, updateCustomField } from './fields/change-custom-fields.ts';
import { customIndexJob, missingCustomIndexes } from './fields/custom-index.ts';
import { loadCustomFields } from './fields/load-custom-fields.ts';
import { listRecordChanges } from './history/list-record-changes.ts';
import { summarisePeople } from './history/summarise-people.ts';
import { bindDevice } from './identity/bind-device.ts';
import { listDevices } from './identity/list-devices.ts';
import { listFailingFacts } from './identity/list-failing-facts.ts';
import { restoreDevice, withdrawDevice } from './identity/withdraw-device.ts';
import { lockPeople } from './ingest/ingest.ts';
import { createLifecycleRouter } from './lifecycle/router.ts';
import type { ExportQuery, ListQuery, RecordType, SelectionQuery } from './lists/contract.ts';
import { countRecords, listAccounts, listContacts, listOpportunities } from './lists/list-records.ts';
import { decideAccountMatch } from './matching/decide-account-match.ts';
import { countAccountMatches, listAccountMatches } from './matching/list-account-matches.ts';
import { matchAccounts } from './matching/match-accounts-job.ts';
import { changeMatchSettings, readMatchSettings } from './matching/match-settings.ts';
import { mergeRecords } from './merging/merge-records.ts';
import { previewMerge } from './merging/preview-merge.ts';
import { undoMerge } from './merging/undo-merge.ts';
import { removeFromBuyingGroup, setBuyingRole } from './opportunities/buying-group.ts';
import { createOpportunity } from './opportunities/create-opportunity.ts';
import { getOpportunity } from './opportunities/get-opportunity.ts';
import { updateOpportunity } from './opportunities/update-opportunity.ts';
import { listCampaignChoices, listProductChoices } from './teammates/pickers.ts';
import { createTeammate, listTeammates, updateTeammate } from './teammates/teammates.ts';
import { createSavedView, listSavedViews, removeSavedView, updateSavedView } from './views/saved-views.ts';

const os = implement(peopleContract).$context<RequestContext>().use(authorised);

/** What a writing use case gets: who writes, where, and when. */
function writing(context: WorkspaceContext) {
  return { workspaceId: context.workspaceId, actor: context.actor, now: context.services.now() };
}

/** One writer of people and deals at a time in a workspace, imports included; see lockPeople. */
function write<Result>(context: WorkspaceContext, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return context.inWorkspace(async (tx) => {
    await lockPeople(tx, context.workspaceId);
    return work(tx);
  });
}

type ListOf<Row> = (
  options: Parameters<typeof listContacts>[0],
) => Promise<{ items: Row[]; nextCursor: string | null }>;

/** Reads a page; where a custom field ought to be indexed for it, sees to that for the next time. */
async function listPage<Row>(
  context: WorkspaceContext,
  options: { recordType: RecordType; query: ListQuery; list: ListOf<Row> },
) {
  const { recordType, query, list } = options;
  const { page, missing } = await context.inWorkspace(async (tx) => ({
    page: await list({ tx, now: context.services.now(), query }),
    missing: await missingCustomIndexes(tx, recordType, query),
  }));
  for (const key of missing) {
    await context.services.jobs.send(customIndexJob, { workspaceId: context.workspaceId, recordType, key });
  }
  return page;
}

function count(context: WorkspaceContext, recordType: RecordType, query: SelectionQuery) {
  return context.inWorkspace((tx) => countRecords({ tx, recordType, query, now: context.services.now() }));
}

/** For callers in process; over HTTP registerPeopleExports answers first, and streams. */
async function exportFile(
  context: WorkspaceContext,
  recordType: RecordType,
  query: ExportQuery,
): Promise<File> {
  const chunks = await exportCsv({
    database: context.services.database,
    workspaceId: context.workspaceId,
    recordType,
    query,
    now: context.services.now(),
  });
  const parts: BlobPart[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return new File(parts, `${recordType}s.csv`, { type: 'text/csv' });
}

const contacts = {
  list: os.contacts.list.handler(({ input, context }) =>
    listPage(context, { recordType: 'contact', query: input, list: listContacts }),
  ),
  count: os.contacts.count.handler(({ input, context }) => count(context, 'contact', input)),
  export: os.contacts.export.handler(({ input, context }) => exportFile(context, 'contact', input)),
  get: os.contacts.get.handler(({ input, context }) =>
    context.inWorkspace((tx) => getContact({ tx, ...input })),
  ),
  create: os.contacts.create.handler(({ input, context }) =>
    write(context, (tx) => createContact({ tx, ...writing(context), input })),
  ),
  update: os.contacts.update.handler(({ input, context }) =>
    write(context, (tx) => updateContact({ tx, ...writing(context), input })),
  ),
  assignOwner: os.contacts.assignOwner.handler(({ input, context }) =>
    write(context, (tx) =>
      assignOwner({
        tx,
        ...writing(context),
        recordType: 'contact',
        ids: input.contactIds,
        ownerId: input.ownerId,
      }),
    ),
  ),
};

const accounts = {
  list: os.accounts.list.handler(({ input, context }) =>
    listPage(context, { recordType: 'account', query: input, list: listAccounts }),
  ),
  count: os.accounts.count.handler(({ input, context }) => count(context, 'account', input)),
  export: os.accounts.export.handler(({ input, context }) => exportFile(context, 'account', input)),
  get: os.accounts.get.handler(({ input, context }) =>
    context.inWorkspace((tx) => getAccount({ tx, ...input })),
  ),
  create: os.accounts.create.handler(({ input, context }) =>
    write(context, (tx) => createAccount({ tx, ...writing(context), input })),
  ),
  update: os.accounts.update.handler(({ input, context }) =>
    write(context, (tx) => updateAccount({ tx, ...writing(context), input })),
  ),
  assignOwner: os.accounts.assignOwner.handler(({ input, context }) =>
    write(context, (tx) =>
      assignOwner({
        tx,
        ...writing(context),
        recordType: 'account',
        ids: input.accountIds,
        ownerId: input.ownerId,
      }),
    ),
  ),
};

const opportunities = {
  list: os.opportunities.list.handler(({ input, context }) =>
    listPage(context, { recordType: 'opportunity', query: input, list: listOpportunities }),
  ),
  count: os.opportunities.count.handler(({ input, context }) => count(context, 'opportunity', input)),
  export: os.opportunities.export.handler(({ input, context }) => exportFile(context, 'opportunity', input)),
  get: os.opportunities.get.handler(({ input, context }) =>
    context.inWorkspace((tx) => getOpportunity({ tx, ...input })),
  ),
  create: os.opportunities.create.handler(({ input, context }) =>
    write(context, (tx) => createOpportunity({ tx, ...writing(context), input })),
  ),
  update: os.opportunities.update.handler(({ input, context }) =>
    write(context, (tx) => updateOpportunity({ tx, ...writing(context), input })),
  ),
  setBuyingRole: os.opportunities.setBuyingRole.handler(({ input, context }) =>
    write(context, (tx) => setBuyingRole({ tx, ...writing(context), ...input })),
  ),
  removeFromBuyingGroup: os.opportunities.removeFromBuyingGroup.handler(({ input, context }) =>
    write(context, (tx) => removeFromBuyingGroup({ tx, ...writing(context), ...input })),
  ),
};

const merging = {
  previewContacts: os.merging.previewContacts.handler(({ input, context }) =>
    context.inWorkspace((tx) => previewMerge({ tx, recordType: 'contact', ...input })),
  ),
  mergeContacts: os.merging.mergeContacts.handler(({ input, context }) =>
    write(context, (tx) => mergeRecords({ tx, ...writing(context), recordType: 'contact', ...input })),
  ),
  previewAccounts: os.merging.previewAccounts.handler(({ input, context }) =>
    context.inWorkspace((tx) => previewMerge({ tx, recordType: 'account', ...input })),
  ),
  mergeAccounts: os.merging.mergeAccounts.handler(({ input, context }) =>
    write(context, (tx) => mergeRecords({ tx, ...writing(context), recordType: 'account', ...input })),
  ),
  undo: os.merging.undo.handler(({ input, context }) =>
    write(context, (tx) => undoMerge({ tx, ...writing(context), mergeId: input.mergeId })),
  ),
};

const matching = {
  list: os.matching.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listAccountMatches({ tx, ...input })),
  ),
  count: os.matching.count.handler(({ context }) => context.inWorkspace(countAccountMatches)),
  decide: os.matching.decide.handler(({ input, context }) =>
    write(context, (tx) => decideAccountMatch({ tx, ...writing(context), ...input })),
  ),
  refresh: os.matching.refresh.handler(({ context }) => matchAccounts(context.services, context.workspaceId)),
  getSettings: os.matching.getSettings.handler(({ context }) => context.inWorkspace(readMatchSettings)),
  setSettings: os.matching.setSettings.handler(({ input, context }) =>
    write(context, (tx) => changeMatchSettings({ tx, ...writing(context), settings: input })),
  ),
};

const customFields = {
  list: os.customFields.list.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => ({ items: await loadCustomFields(tx, input.recordType) })),
  ),
  create: os.customFields.create.handler(({ input, context }) =>
    context.inWorkspace((tx) => createCustomField({ tx, ...writing(context), input })),
  ),
  update: os.customFields.update.handler(({ input, context }) =>
    context.inWorkspace((tx) => updateCustomField({ tx, ...writing(context), input })),
  ),
  reorder: os.customFields.reorder.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => ({
      items: await reorderCustomFields({ tx, ...writing(context), input }),
    })),
  ),
};

const savedViews = {
  list: os.savedViews.list.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => ({
      items: await listSavedViews({ tx, userId: context.caller.userId, page: input.page }),
    })),
  ),
  create: os.savedViews.create.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      createSavedView({ tx, ...writing(context), userId: context.caller.userId, input }),
    ),
  ),
  update: os.savedViews.update.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      updateSavedView({ tx, ...writing(context), userId: context.caller.userId, input }),
    ),
  ),
  remove: os.savedViews.remove.handler(({ input, context }) =>
    context.inWorkspace(async (tx) => {
      await removeSavedView({
        tx,
        ...writing(context),
        userId: context.caller.userId,
        savedViewId: input.savedViewId,
      });
      return {};
    }),
  ),
};

const teammates = {
  list: os.teammates.list.handler(({ input, context }) =>
    context.inWorkspace((tx) => listTeammates({ tx, input })),
  ),
  create: os.teammates.create.handler(({ input, context }) =>
    write(context, (tx) => createTeammate({ tx, ...writing(context), input })),
  ),
  update: os.teammates.update.handler(({ input, context }) =>
    write(context, (tx) => updateTeammate({ tx, ...writing(context), input })),
  ),
};

const pickers = {
  campaigns: os.pickers.campaigns.handler(({ input, context }) =>
    context.inWorkspace((tx) => listCampaignChoices({ tx, input })),
  ),
  products: os.pickers.products.handler(({ input, context }) =>
    context.inWorkspace((tx) => listProductChoices({ tx, input })),
  ),
};

const history = {
  changes: os.history.changes.handler(({ input, context }) =>
    context.inWorkspace((tx) => listRecordChanges({ tx, ...input })),
  ),
  summary: os.history.summary.handler(({ context }) =>
    context.inWorkspace((tx) => summarisePeople({ tx, now: context.services.now() })),
  ),
};

const identity = {
  devices: os.identity.devices.handler(({ input, context }) =>
    context.inWorkspace((tx) => listDevices({ tx, ...input })),
  ),
  bind: os.identity.bind.handler(({ input, context }) =>
    write(context, (tx) => bindDevice({ tx, ...writing(context), ...input })),
  ),
  withdraw: os.identity.withdraw.handler(({ input, context }) =>
    write(context, (tx) => withdrawDevice({ tx, ...writing(context), ...input })),
  ),
  restore: os.identity.restore.handler(({ input, context }) =>
    write(context, (tx) => restoreDevice({ tx, ...writing(context), ...input })),
  ),
  failing: os.identity.failing.handler(({ context }) =>
    context.inWorkspace(async (tx) => ({ items: await listFailingFacts(tx) })),
  ),
};

export const peopleRouter = {
  contacts,
  accounts,
  opportunities,
  merging,
  matching,
  customFields,
  savedViews,
  teammates,
  pickers,
  history,
  lifecycle: createLifecycleRouter(),
  identity,
};
