import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { EvidenceDrawer, useShowEvidence } from '../../../web/parts/evidence-drawer.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../web/session.ts';
import { ButtonKey } from '../../people/ui/button-key.tsx';
import type { Ledger as LedgerData } from '../contract.ts';
import { ConversationDetail } from './conversation-detail.tsx';
import classes from './ledger.module.css';
import { FormRows, KnownAssets, SaidRows, Shortened } from './ledger-rows.tsx';
import { openLog } from './log-store.ts';
import { NextSteps } from './next-steps.tsx';
import { OpenQuestion } from './open-question.tsx';

type LedgerProps = { of: { contactId: string } | { accountId: string } };

/** What they know from us, and what we know from them; with what is still owed to them. */
export function Ledger({ of }: LedgerProps) {
  const isContact = 'contactId' in of;
  const ofContact = useQuery(
    api.conversations.contactLedger.queryOptions({
      input: { contactId: isContact ? of.contactId : '' },
      enabled: isContact,
    }),
  );
  const ofAccount = useQuery(
    api.conversations.accountLedger.queryOptions({
      input: { accountId: isContact ? '' : of.accountId },
      enabled: !isContact,
    }),
  );
  const ledger = isContact ? ofContact : ofAccount;
  const mayWrite = useMay('interactions:write');
  return (
    <section className="panel" aria-label="What is known on both sides">
      <div className={classes.head}>
        <h2>What is known on both sides</h2>
        {mayWrite ? (
          <Button size="compact-sm" variant="default" onClick={openLog} rightSection={<ButtonKey keys="l" />}>
            Log a conversation
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={ledger.error} onRetry={() => void ledger.refetch()} />
      {ledger.data ? <Columns ledger={ledger.data} withPerson={!isContact} /> : null}
      {ledger.isPending ? <div className={classes.wait} role="status" aria-label="Loading" /> : null}
      <ConversationDrawer />
    </section>
  );
}

const evidence = z.object({ conversation: z.string() });

/** Any conversation in full, while the address says so. */
function ConversationDrawer() {
  return (
    <EvidenceDrawer schema={evidence} title={() => 'Conversation'}>
      {({ conversation }) => <ConversationDetail conversationId={conversation} />}
    </EvidenceDrawer>
  );
}

type ColumnsProps = { ledger: LedgerData; withPerson: boolean };

function Columns({ ledger, withPerson }: ColumnsProps) {
  const show = useShowEvidence();
  const open = (conversation: string) => show({ conversation });
  if (isEmpty(ledger)) {
    return (
      <p className={classes.empty}>
        Nothing yet. What you log of a call or meeting stands here: what you told them, what they asked and
        what you learned. What they read and write into forms comes by itself.
      </p>
    );
  }
  return (
    <>
      <NextSteps steps={ledger.nextSteps} onOpen={open} withPerson={withPerson} />
      <div className={classes.columns}>
        <FromUs ledger={ledger} withPerson={withPerson} onOpen={open} />
        <FromThem ledger={ledger} withPerson={withPerson} onOpen={open} />
      </div>
      {ledger.withheld > 0 ? (
        <p className={classes.withheld}>
          {ledger.withheld === 1 ? 'One private conversation' : `${ledger.withheld} private conversations`}{' '}
          that you had no part in {ledger.withheld === 1 ? 'is' : 'are'} left out.
        </p>
      ) : null}
    </>
  );
}

function isEmpty({ fromUs, fromThem, openQuestionsOfOurs, nextSteps, withheld }: LedgerData): boolean {
  const lists = [...Object.values(fromUs), ...Object.values(fromThem), openQuestionsOfOurs, nextSteps];
  return withheld === 0 && lists.every((list) => list.length === 0);
}

type ColumnProps = ColumnsProps & { onOpen: (conversationId: string) => void };

function FromUs({ ledger, withPerson, onOpen }: ColumnProps) {
  const { assets, topics, answers } = ledger.fromUs;
  const rest = { withPerson, onOpen };
  const nothing = assets.length + topics.length + answers.length + ledger.openQuestionsOfOurs.length === 0;
  return (
    <section aria-label="What they know from us">
      <h3 className={classes.columnHead}>What they know from us</h3>
      {nothing ? <p className={classes.empty}>Nothing that we know of.</p> : null}
      {ledger.openQuestionsOfOurs.length > 0 ? (
        <Shortened heading="We asked, and wait">
          {ledger.openQuestionsOfOurs.map((one) => (
            <OpenQuestion key={one.id} question={one} {...rest} />
          ))}
        </Shortened>
      ) : null}
      <KnownAssets assets={assets} onOpen={onOpen} />
      <SaidRows heading="We answered" items={answers} {...rest} />
      <SaidRows heading="We told them" items={topics} {...rest} />
    </section>
  );
}

function FromThem({ ledger, withPerson, onOpen }: ColumnProps) {
  const { openQuestions, answeredQuestions, topics, learned, answers, forms } = ledger.fromThem;
  const rest = { withPerson, onOpen };
  const answeredByUs = new Set(ledger.fromUs.answers.map(({ question }) => question));
  // What we answered stands on the other side already, with the question it answers.
  const asked = answeredQuestions.filter(({ text }) => !answeredByUs.has(text));
  const nothing =
    openQuestions.length + asked.length + topics.length + learned.length + answers.length + forms.length ===
    0;
  return (
    <section aria-label="What we know from them">
      <h3 className={classes.columnHead}>What we know from them</h3>
      {nothing ? <p className={classes.empty}>Nothing that they told us.</p> : null}
      {openQuestions.length > 0 ? (
        <Shortened heading="They asked, and wait">
          {openQuestions.map((one) => (
            <OpenQuestion key={one.id} question={one} {...rest} />
          ))}
        </Shortened>
      ) : null}
      <SaidRows heading="We learned" items={learned} {...rest} />
      <SaidRows heading="They raised" items={topics} {...rest} />
      <SaidRows heading="They answered" items={answers} {...rest} />
      <SaidRows heading="They asked" items={asked.map((one) => ({ ...one, question: null }))} {...rest} />
      <FormRows forms={forms} withPerson={withPerson} />
    </section>
  );
}
