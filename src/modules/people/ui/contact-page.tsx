import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { usePathParam } from '../../../web/parts/use-url-state.ts';
import { useNow, When } from '../../../web/parts/when.tsx';
import { useMay } from '../../../web/session.ts';
import { ShareButton } from '../../content/ui/share/share-button.tsx';
import { Ledger } from '../../conversations/ui/ledger.tsx';
import { BuyingStageControl } from '../../timeline/ui/buying-stage.tsx';
import { TimelineSentence } from '../../timeline/ui/sentence.tsx';
import { Timeline } from '../../timeline/ui/timeline.tsx';
import type { ContactDetail } from './api-types.ts';
import { ButtonKey } from './button-key.tsx';
import { isOverdue, stageName } from './cells.tsx';
import { contactName } from './contact-columns.tsx';
import { type ContactChanges, contactCustomFacts, contactFacts } from './contact-facts.ts';
import { ContactSide } from './contact-side.tsx';
import { CreateDeal } from './create-deal.tsx';
import { useRecordSave } from './facts/use-record-save.ts';
import { useFields, useStages } from './fields.ts';
import { MergeDialog, useMergeDialog } from './merge-dialog.tsx';
import { MoveStage } from './move-stage.tsx';
import classes from './people.module.css';
import { RecordProblem, RecordWait } from './record-states.tsx';
import { StageWord } from './stage-word.tsx';

/** One person: what to know, the story so far, and everything that hangs on them. */
export function ContactPage() {
  const contactId = usePathParam('id');
  const contact = useQuery(api.people.contacts.get.queryOptions({ input: { contactId } }));
  if (contact.error && !contact.data)
    return (
      <RecordProblem error={contact.error} onRetry={() => void contact.refetch()} back="/people/contacts" />
    );
  if (!contact.data) return <RecordWait title="Contact" />;
  return <Contact key={contact.data.id} contact={contact.data} />;
}

function Contact({ contact }: { contact: ContactDetail }) {
  const mayMove = useMay('lifecycle:move');
  const mayWrite = useMay('people:write');
  const [moving, move] = useDisclosure(false);
  const [dealing, deal] = useDisclosure(false);
  const merge = useMergeDialog();
  const fields = useFields('contact');
  const save = useContactSave(contact);
  useKeys('Contact', [{ keys: 'm', label: 'Move to another stage', run: move.open }], mayMove);
  return (
    <>
      <FirstLine
        title={contactName(contact)}
        sub={<ContactHead contact={contact} />}
        actions={
          <>
            <ShareButton of={{ contactId: contact.id }} />
            {mayMove ? (
              <Button onClick={move.open} rightSection={<ButtonKey keys="m" />}>
                Move
              </Button>
            ) : null}
            {mayWrite ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <Button variant="default">More</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={deal.open}>New deal with {contactName(contact)}…</Menu.Item>
                  <Menu.Item onClick={merge.open}>Merge with another person…</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </>
        }
      >
        <ContactSentence contact={contact} />
      </FirstLine>
      <div className={classes.record}>
        <div className={classes.main}>
          <Ledger of={{ contactId: contact.id }} />
          <Timeline
            of={{ contactId: contact.id }}
            withSentence={false}
            above={<BuyingStageControl of={{ contactId: contact.id }} />}
          />
        </div>
        <ContactSide
          contact={contact}
          facts={contactFacts(contact)}
          customFacts={contactCustomFacts(contact, fields)}
          save={save}
        />
      </div>
      <MoveStage contact={contact} opened={moving} onClose={move.close} />
      <CreateDeal
        opened={dealing}
        onClose={deal.close}
        account={contact.account}
        contact={{ id: contact.id, name: contactName(contact) }}
      />
      {mayWrite ? (
        <MergeDialog recordType="contact" record={{ id: contact.id, name: contactName(contact) }} />
      ) : null}
    </>
  );
}

function useContactSave(contact: ContactDetail) {
  const queryClient = useQueryClient();
  const fields = useFields('contact');
  const pathId = usePathParam('id');
  return useRecordSave({
    recordType: 'contact',
    update: (changes: ContactChanges, expectedUpdatedAt: string) =>
      client.people.contacts.update({ ...changes, contactId: contact.id, expectedUpdatedAt }),
    load: () => client.people.contacts.get({ contactId: contact.id }),
    keep: (detail) =>
      queryClient.setQueryData(api.people.contacts.get.queryKey({ input: { contactId: pathId } }), detail),
    factsOf: (detail) => [...contactFacts(detail), ...contactCustomFacts(detail, fields)],
  });
}

/** Name, title, company, stage, owner, e-mail: one quiet line under the sentence. */
function ContactHead({ contact }: { contact: ContactDetail }) {
  const company: string = contact.account ? `/people/accounts/${contact.account.id}` : '';
  return (
    <div className={classes.head}>
      {contact.title ? <span>{contact.title}</span> : null}
      {contact.account ? <Link to={company}>{contact.account.name}</Link> : null}
      {contact.lifecycleStage ? (
        <span>
          <StageWord stage={contact.lifecycleStage} />
          {contact.lifecycleStatus === 'left' ? ', left' : ''} since{' '}
          <When at={contact.lifecycleSince} style="date" />
        </span>
      ) : null}
      <span>{contact.owner ? `owner ${contact.owner.name}` : 'no owner'}</span>
      {contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : null}
      {contact.mergedFrom ? <span>the record you asked for was merged into this one</span> : null}
    </div>
  );
}

/** "Ada Muster has waited at MQL for 5 days. Ada has read pricing twice this week; nobody has called since 3 June." */
function ContactSentence({ contact }: { contact: ContactDetail }) {
  const now = useNow();
  const stages = useStages();
  const name = contactName(contact);
  const stage = stageName(contact.lifecycleStage, stages);
  const isLast = contact.lifecycleStage === stages.at(-1)?.key;
  const overdue = isOverdue(contact, stages, now);
  return (
    <>
      {name}
      {stage === null || contact.lifecycleSince === null ? null : contact.lifecycleStatus === 'left' ? (
        <>
          {' '}
          went no further than <StageWord stage={contact.lifecycleStage ?? ''} />
          {contact.lifecycleReason ? ` (${contact.lifecycleReason})` : ''}
        </>
      ) : isLast ? (
        <>
          {' '}
          has been a <StageWord stage={contact.lifecycleStage ?? ''}>{stage.toLowerCase()}</StageWord> since{' '}
          <When at={contact.lifecycleSince} style="date" />
        </>
      ) : (
        <>
          {' '}
          has {overdue ? 'waited' : 'been'} at <StageWord stage={contact.lifecycleStage ?? ''} /> for{' '}
          <span className={overdue ? 'late' : undefined}>
            {spanWords(contact.lifecycleSince, now)}
            {overdue ? ', longer than agreed' : ''}
          </span>
        </>
      )}
      . <TimelineSentence of={{ contactId: contact.id }} />
    </>
  );
}

const dayMs = 24 * 3_600_000;

/** "5 days", "3 months": how long something has lasted. */
function spanWords(since: string, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / dayMs));
  const count = (amount: number, unit: string) => `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  if (days < 1) return 'less than a day';
  if (days < 60) return count(days, 'day');
  if (days < 730) return count(Math.round(days / 30.44), 'month');
  return count(Math.round(days / 365.25), 'year');
}
