import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api, client } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { formatMoney } from '../../../web/parts/money.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { usePathParam, useUrlState } from '../../../web/parts/use-url-state.ts';
import { formatDate, useNow, When } from '../../../web/parts/when.tsx';
import { useMay, useWorkspace } from '../../../web/session.ts';
import { DealWhy } from '../../attribution/ui/reasons/deal-why.tsx';
import { SharedWith } from '../../content/ui/links/shared-with.tsx';
import { ShareButton } from '../../content/ui/share/share-button.tsx';
import { DealRequests } from '../../handoff/ui/record/deal-requests.tsx';
import { WhoIsOnIt } from '../../handoff/ui/record/on-it.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import { BuyingStageControl } from '../../timeline/ui/buying-stage.tsx';
import { MixPanel } from '../../timeline/ui/mix.tsx';
import { Timeline } from '../../timeline/ui/timeline.tsx';
import type { DealDetail } from './api-types.ts';
import { ButtonKey } from './button-key.tsx';
import { BuyingGroup } from './buying-group.tsx';
import { type DealChanges, dealCustomFacts, dealFacts } from './deal-facts.ts';
import { amountOf, statusWords } from './deal-words.ts';
import { EditableFacts } from './facts/editable-facts.tsx';
import { useRecordSave } from './facts/use-record-save.ts';
import { useFields } from './fields.ts';
import { dayWords } from './filter-words.ts';
import { MoveDeal } from './move-deal.tsx';
import classes from './people.module.css';
import { RecordChanges } from './record-changes.tsx';
import { RecordProblem, RecordWait } from './record-states.tsx';
import { ExternalIds } from './side-lists.tsx';
import { SideSection } from './side-section.tsx';

/** One deal: what it is worth, who buys, how it went so far. */
export function DealPage() {
  const opportunityId = usePathParam('id');
  const deal = useQuery(api.people.opportunities.get.queryOptions({ input: { opportunityId } }));
  if (deal.error && !deal.data)
    return <RecordProblem error={deal.error} onRetry={() => void deal.refetch()} back="/people/deals" />;
  if (!deal.data) return <RecordWait title="Deal" />;
  return <Deal key={deal.data.id} deal={deal.data} />;
}

const dealState = z.object({ of: z.enum(['company', 'deal']).catch('deal') });

function Deal({ deal }: { deal: DealDetail }) {
  const mayWrite = useMay('people:write');
  const [moving, move] = useDisclosure(false);
  const [state, set] = useUrlState(dealState);
  const ofCompany = state.of === 'company' && deal.account !== null;
  useKeys('Deal', [{ keys: 'm', label: 'Move to another stage', run: move.open }], mayWrite);
  return (
    <>
      <FirstLine
        title={deal.name}
        sub={<DealHead deal={deal} />}
        actions={
          <>
            <ShareButton of={{ opportunityId: deal.id }} />
            {mayWrite ? (
              <Button onClick={move.open} rightSection={<ButtonKey keys="m" />}>
                Move
              </Button>
            ) : null}
          </>
        }
      >
        <DealSentence deal={deal} />
      </FirstLine>
      <div className={classes.record}>
        <div className={classes.main}>
          <BuyingGroup deal={deal} />
          <Timeline
            key={ofCompany ? 'company' : 'deal'}
            of={ofCompany && deal.account ? { accountId: deal.account.id } : { opportunityId: deal.id }}
            above={<BuyingStageControl of={{ opportunityId: deal.id }} />}
            extra={
              deal.account ? (
                <Segmented
                  label="Whose interactions"
                  value={ofCompany ? 'company' : 'deal'}
                  onChange={(of) => set({ of: of === 'deal' ? undefined : of })}
                  options={[
                    { value: 'deal', label: 'This deal' },
                    { value: 'company', label: 'The whole company' },
                  ]}
                />
              ) : null
            }
            empty={
              <EmptyState heading="Nothing belongs to this deal yet">
                What the people of its buying group read, and what is said with them, stands here. Put people
                into the buying group, or log a call with the key l; the company’s whole timeline is one press
                away.
              </EmptyState>
            }
          />
        </div>
        <DealSide deal={deal} />
      </div>
      <MoveDeal deal={deal} opened={moving} onClose={move.close} />
    </>
  );
}

function DealHead({ deal }: { deal: DealDetail }) {
  const company: string = deal.account ? `/people/accounts/${deal.account.id}` : '';
  return (
    <div className={classes.head}>
      {deal.account ? <Link to={company}>{deal.account.name}</Link> : <span>no company</span>}
      <span>{deal.stage ?? statusWords[deal.status]}</span>
      <span>{deal.owner ? `owner ${deal.owner.name}` : 'no owner'}</span>
      {deal.product ? <span>{deal.product}</span> : null}
      {deal.openedAt ? <span>opened {formatDate(deal.openedAt)}</span> : null}
    </div>
  );
}

const dayMs = 24 * 3_600_000;

/** "Meters for line 2 is worth €84,000 and is open at Proposal; it should have closed on 3 May; 4 people are in its buying group." */
function DealSentence({ deal }: { deal: DealDetail }) {
  const now = useNow();
  const amount = amountOf(deal);
  const people = deal.buyingGroup.length;
  const primary = deal.buyingGroup.find((member) => member.isPrimary);
  const late =
    deal.status === 'open' &&
    deal.expectedCloseOn !== null &&
    Date.parse(deal.expectedCloseOn) + dayMs < now.getTime();
  return (
    <>
      {deal.name} {amount ? `is worth ${formatMoney(amount)} and ` : 'has no amount yet and '}
      {deal.status === 'open' ? `is open${deal.stage ? ` at ${deal.stage}` : ''}` : `was ${deal.status}`}
      {deal.status !== 'open' && deal.closedAt ? ` on ${formatDate(deal.closedAt)}` : null}
      {deal.status === 'open' && deal.expectedCloseOn ? (
        <>
          ;{' '}
          <span className={late ? 'late' : undefined}>
            {late ? 'it should have closed' : 'it should close'} on {dayWords(deal.expectedCloseOn)}
          </span>
        </>
      ) : null}
      ; {people === 0 ? 'nobody is' : `${people} ${people === 1 ? 'person is' : 'people are'}`} in its{' '}
      <DefinedTerm term="buying_group">buying group</DefinedTerm>
      {people > 0 && primary ? `, ${primary.contact.name} first` : ''}.
    </>
  );
}

function DealSide({ deal }: { deal: DealDetail }) {
  const mayWrite = useMay('people:write');
  const { currency } = useWorkspace();
  const fields = useFields('opportunity');
  const queryClient = useQueryClient();
  const save = useRecordSave({
    recordType: 'opportunity',
    update: (changes: DealChanges, expectedUpdatedAt: string) =>
      client.people.opportunities.update({ ...changes, opportunityId: deal.id, expectedUpdatedAt }),
    load: () => client.people.opportunities.get({ opportunityId: deal.id }),
    keep: (detail) =>
      queryClient.setQueryData(
        api.people.opportunities.get.queryKey({ input: { opportunityId: deal.id } }),
        detail,
      ),
    factsOf: (detail) => [...dealFacts(detail, currency), ...dealCustomFacts(detail, fields)],
  });
  const common = { updatedAt: deal.updatedAt, save, mayEdit: mayWrite };
  const custom = dealCustomFacts(deal, fields);
  return (
    <aside className="panel" aria-label="About this deal">
      <DealWhy deal={deal} />
      <WhoIsOnIt of={{ recordType: 'opportunity', recordId: deal.id }} />
      <SharedWith of={{ opportunityId: deal.id }} />
      <DealRequests deal={{ id: deal.id, name: deal.name }} />
      <SideSection heading="Details">
        <EditableFacts label="Details" facts={dealFacts(deal, currency)} {...common} />
      </SideSection>
      <StageHistory deal={deal} />
      {custom.length > 0 ? (
        <SideSection heading="Custom fields">
          <EditableFacts label="Custom fields" facts={custom} {...common} />
        </SideSection>
      ) : null}
      <MixPanel of={{ opportunityId: deal.id }} compact />
      <ExternalIds ids={deal.externalIds} />
      <RecordChanges recordType="opportunity" recordId={deal.id} />
    </aside>
  );
}

function StageHistory({ deal }: { deal: DealDetail }) {
  if (deal.stageHistory.length === 0) return null;
  return (
    <SideSection heading="Stages">
      <ul className={classes.plain}>
        {deal.stageHistory.map((one) => (
          <li key={one.id}>
            <span className={classes.spread}>
              <span className="shared">{one.stage ?? statusWords[one.status]}</span>
              <span className="mute">
                <When at={one.at} style="date" />
              </span>
            </span>
            {one.reason || one.actorName ? (
              <span className="mute">{[one.actorName, one.reason].filter((part) => part).join(': ')}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </SideSection>
  );
}
