import { companyDomainOf } from '../matching/domains.ts';
import type { Prepared, PreparedContact } from './prepare.ts';
import type {
  PreparedInteraction,
  PreparedOpportunity,
  PreparedProfile,
  PreparedStageChange,
} from './prepare-events.ts';
import { Probes } from './probes.ts';
import type { RecordType } from './registry.ts';

export type PreparedBatch = {
  teammates: readonly Prepared[];
  campaigns: readonly Prepared[];
  products: readonly Prepared[];
  assets: readonly Prepared[];
  accounts: readonly Prepared[];
  contacts: readonly PreparedContact[];
  profiles: readonly PreparedProfile[];
  opportunities: readonly PreparedOpportunity[];
  stageChanges: readonly PreparedStageChange[];
  interactions: readonly PreparedInteraction[];
};

/** All that the batch means or names, by type of record. */
export function gatherProbes(batch: PreparedBatch, system: string): Record<RecordType, Probes> {
  const probes: Record<RecordType, Probes> = {
    teammate: new Probes(),
    campaign: new Probes(),
    product: new Probes(),
    asset: new Probes(),
    account: new Probes(),
    contact: new Probes(),
    opportunity: new Probes(),
  };
  const addRecords = (type: RecordType, inputs: readonly Prepared[]) => {
    for (const { identity, refs } of inputs) {
      if (type !== 'contact' && type !== 'opportunity') probes[type].addIdentity(identity);
      probes.teammate.addRef(refs.owner, system);
      probes.campaign.addRef(refs.campaign, system);
      probes.account.addRef(refs.account, system);
      probes.account.addRef(refs.parent, system);
    }
  };
  addRecords('teammate', batch.teammates);
  addRecords('campaign', batch.campaigns);
  addRecords('product', batch.products);
  addRecords('asset', batch.assets);
  addRecords('account', batch.accounts);
  addRecords('contact', batch.contacts);
  addRecords('opportunity', batch.opportunities);
  for (const { identity, byNameOnly, email } of batch.contacts) {
    // Names are common: they are looked for only where there is nothing better.
    probes.contact.addIdentity(byNameOnly ? identity : { ...identity, name: undefined });
    const domain = email === undefined ? null : companyDomainOf(email);
    if (domain !== null) probes.account.addIdentity({ externalIds: [], domain });
  }
  for (const { identity, buyingGroup } of batch.opportunities) {
    const known = identity.externalIds.length > 0;
    probes.opportunity.addIdentity(known ? { externalIds: identity.externalIds } : identity);
    for (const member of buyingGroup) probes.contact.addRef(member.contact, system);
  }
  for (const { contact } of [...batch.profiles, ...batch.stageChanges])
    probes.contact.addRef(contact, system);
  for (const { refs, otherContacts } of batch.interactions) {
    for (const other of otherContacts) probes.contact.addRef(other, system);
    for (const type of ['contact', 'account', 'opportunity', 'teammate', 'campaign', 'asset'] as const) {
      probes[type].addRef(refs[type], system);
    }
  }
  return probes;
}
