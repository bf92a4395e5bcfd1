import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, client } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import type { Column } from '../../../web/parts/data-table-types.ts';
import { When } from '../../../web/parts/when.tsx';
import { asProblem } from '../../../web/problem.ts';
import type { Finding, FindingSummaryRow } from '../contract.ts';
import classes from './findings.module.css';
import { recordHref } from './record-href.ts';

type Code = FindingSummaryRow['code'];

/** Which values a kind of finding turns on, in the order in which they are read. */
const factsByCode: Readonly<Record<Code, readonly string[]>> = {
  won_before_first_contact: ['Won', 'First contact'],
  won_without_close_date: [],
  closed_without_amount: ['Won'],
  opportunity_without_account: ['Stage'],
  opportunity_without_people: ['Stage'],
  unknown_product: ['Product', 'Likely'],
  duplicate_people: ['Same'],
  contact_without_account: [],
};

const othersByCode: Readonly<Partial<Record<Code, string>>> = {
  won_before_first_contact: 'People',
  duplicate_people: 'Likely the same as',
};

/** The record, what is doubtful about it, whom else it concerns, and the way to put it aside. */
export function findingColumns(
  code: Code,
  state: 'open' | 'dismissed',
  mayWrite: boolean,
): Column<Finding>[] {
  const others = othersByCode[code];
  const isPerson = code === 'duplicate_people' || code === 'contact_without_account';
  return [
    { id: 'record', heading: isPerson ? 'Person' : 'Deal', width: 230, cell: (row) => row.record.name },
    ...(state === 'dismissed' ? [] : [detailColumn(isPerson)]),
    ...factsByCode[code].map((label) => ({
      id: label,
      heading: label,
      width: label === 'Same' ? 190 : 130,
      cell: (row: Finding) => <Fact finding={row} label={label} />,
    })),
    ...(others === undefined
      ? []
      : [{ id: 'others', heading: others, width: 280, cell: (row: Finding) => <Others finding={row} /> }]),
    ...(state === 'dismissed' ? dismissalColumns : []),
    ...(mayWrite
      ? [{ id: 'act', heading: 'Action', width: 110, cell: (row: Finding) => <Act finding={row} /> }]
      : []),
  ];
}

function detailColumn(isPerson: boolean): Column<Finding> {
  return {
    id: 'detail',
    heading: isPerson ? 'E-mail or account' : 'Account',
    width: 190,
    cell: (row) => row.record.detail ?? <span className="mute">–</span>,
  };
}

const dismissalColumns: Column<Finding>[] = [
  { id: 'why', heading: 'Why dismissed', width: 220, cell: (row) => row.dismissal?.reason ?? '' },
  {
    id: 'by',
    heading: 'By',
    width: 180,
    cell: (row) =>
      row.dismissal ? (
        <>
          {row.dismissal.by}, <When at={row.dismissal.at} />
        </>
      ) : null,
  },
];

function Fact({ finding, label }: { finding: Finding; label: string }) {
  const fact = finding.facts.find((one) => one.label === label);
  if (!fact) return <span className="mute">–</span>;
  return fact.kind === 'time' ? (
    <When at={fact.value} style="date" />
  ) : (
    <span title={fact.value}>{fact.value}</span>
  );
}

function Others({ finding }: { finding: Finding }) {
  if (finding.others.length === 0) return <span className="mute">–</span>;
  return finding.others.map((other, position) => (
    <span key={other.id}>
      {position > 0 ? ', ' : ''}
      <Link to={recordHref(other)} className={classes.link}>
        {other.name}
      </Link>
      {isNamesake(finding, other) && other.detail ? <span className="mute"> {other.detail}</span> : null}
    </span>
  ));
}

/** Two of one name are told apart by what else is known. */
function isNamesake(finding: Finding, other: Finding['others'][number]): boolean {
  return finding.record.name === other.name;
}

/** Dismisses with a reason, or takes that back. */
function Act({ finding }: { finding: Finding }) {
  const ask = useConfirm();
  const queries = useQueryClient();
  const change = async (work: () => Promise<unknown>, message: string) => {
    try {
      await work();
      notifications.show({ message });
    } catch (error) {
      notifications.show({ message: asProblem(error).detail, color: 'late' });
    }
    await queries.invalidateQueries({ queryKey: api.quality.key() });
  };
  const dismiss = async () => {
    const answer = await ask({
      title: `Dismiss “${finding.record.name}”?`,
      body: 'Say why the data is right as it is. It will not be listed again, and the reason is kept.',
      action: 'Dismiss',
      reason: 'required',
    });
    if (answer)
      await change(() => client.quality.dismiss({ id: finding.id, reason: answer.reason }), 'Dismissed.');
  };
  const restore = () => change(() => client.quality.restore({ id: finding.id }), 'Listed again.');
  const isDismissed = finding.dismissal !== null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => void (isDismissed ? restore() : dismiss())}
      aria-label={`${isDismissed ? 'List again' : 'Dismiss'}: ${finding.record.name}`}
    >
      {isDismissed ? 'List again' : 'Dismiss'}
    </Button>
  );
}
