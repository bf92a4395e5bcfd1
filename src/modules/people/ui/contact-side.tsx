import { Link } from '@tanstack/react-router';
import { Money } from '../../../web/parts/money.tsx';
import { useMay } from '../../../web/session.ts';
import { SharedWith } from '../../content/ui/links/shared-with.tsx';
import { ContactHandoffs } from '../../handoff/ui/record/contact-handoffs.tsx';
import { WhoIsOnIt } from '../../handoff/ui/record/on-it.tsx';
import { ContactStanding } from '../../language/ui/standing/contact-standing.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { ContactDetail, CustomValue } from './api-types.ts';
import { stageName } from './cells.tsx';
import { contactName } from './contact-columns.tsx';
import type { ContactChanges } from './contact-facts.ts';
import { amountOf, statusWords } from './deal-words.ts';
import { Devices } from './devices.tsx';
import { EditableFacts } from './facts/editable-facts.tsx';
import type { Fact } from './facts/fact.ts';
import type { SaveOutcome, Seen } from './facts/use-record-save.ts';
import { useStages } from './fields.ts';
import classes from './people.module.css';
import { RecordChanges } from './record-changes.tsx';
import { ExternalIds, Merges } from './side-lists.tsx';
import { SideSection } from './side-section.tsx';

type ContactSideProps = {
  contact: ContactDetail;
  facts: readonly Fact<ContactChanges>[];
  customFacts: readonly Fact<ContactChanges>[];
  save: (fact: Fact<ContactChanges>, value: CustomValue, seen: Seen) => Promise<SaveOutcome>;
};

const sourceWords = {
  domain: 'found by the domain of their e-mail address',
  external_id: 'as another system says',
  name: 'found by its name',
  hand: 'set by hand',
  import: 'as imported',
  group: 'as the product they signed in to says',
} as const;

/** What hangs on a contact besides their story. */
export function ContactSide({ contact, facts, customFacts, save }: ContactSideProps) {
  const mayWrite = useMay('people:write');
  const common = { updatedAt: contact.updatedAt, save, mayEdit: mayWrite };
  return (
    <aside className="panel" aria-label="About this person">
      <ContactStanding contactId={contact.id} stage={contact.lifecycleStage} />
      <ContactHandoffs contact={{ id: contact.id, name: contactName(contact) }} />
      <SharedWith of={{ contactId: contact.id }} />
      <WhoIsOnIt of={{ recordType: 'contact', recordId: contact.id }} />
      <SideSection heading="Details">
        <EditableFacts label="Details" facts={facts} {...common} />
        {contact.account && contact.accountSource ? (
          <p className={classes.quiet}>Company {sourceWords[contact.accountSource]}.</p>
        ) : null}
      </SideSection>
      <Deals deals={contact.deals} />
      <Colleagues contact={contact} />
      {customFacts.length > 0 ? (
        <SideSection heading="Custom fields">
          <EditableFacts label="Custom fields" facts={customFacts} {...common} />
        </SideSection>
      ) : null}
      <Devices contact={contact} />
      <ExternalIds ids={contact.externalIds} />
      <Merges merges={contact.merges} mayUndo={mayWrite} />
      <RecordChanges recordType="contact" recordId={contact.id} />
    </aside>
  );
}

function Deals({ deals }: { deals: ContactDetail['deals'] }) {
  if (deals.length === 0) return null;
  return (
    <SideSection heading="Deals">
      <ul className={classes.plain}>
        {deals.map((deal) => {
          const href: string = `/people/deals/${deal.id}`;
          const notes = [
            deal.stage ?? statusWords[deal.status],
            deal.role,
            deal.isPrimary ? 'primary' : null,
          ].filter((note) => note !== null);
          return (
            <li key={deal.id}>
              <span className={classes.spread}>
                <Link to={href}>{deal.name}</Link>
                <Money of={amountOf(deal)} />
              </span>
              <span className="mute">{notes.join(' · ')}</span>
            </li>
          );
        })}
      </ul>
    </SideSection>
  );
}

function Colleagues({ contact }: { contact: ContactDetail }) {
  const stages = useStages();
  const { items, more } = contact.colleagues;
  if (!contact.account || items.length === 0) return null;
  return (
    <SideSection heading={`Others at ${contact.account.name}`}>
      <ul className={classes.plain}>
        {items.map((colleague) => {
          const href: string = `/people/contacts/${colleague.id}`;
          return (
            <li key={colleague.id} className={classes.spread}>
              <span>
                <Link to={href}>{colleague.name || 'No name'}</Link>
                {colleague.title ? <span className="mute"> · {colleague.title}</span> : null}
              </span>
              <span className="shared">
                {colleague.lifecycleStage ? (
                  <DefinedTerm term={colleague.lifecycleStage}>
                    {stageName(colleague.lifecycleStage, stages)}
                  </DefinedTerm>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
      {more ? (
        <Link to="/people/contacts" search={{ account: contact.account.id }} className={classes.textButton}>
          All of them
        </Link>
      ) : null}
    </SideSection>
  );
}
