import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay, useMe, useWorkspace } from '../../../../web/session.ts';
import { type Role, roles } from '../../access.ts';
import type { Member } from '../../contract.ts';
import { roleWords } from '../choices.ts';
import { Invitations } from './invitations.tsx';
import classes from './settings.module.css';
import { SettingsFrame } from './settings-frame.tsx';

/** A workspace has at most some dozens of members; one page of the list holds them. */
const allMembers = { limit: 200 };

export function MembersPage() {
  const workspace = useWorkspace();
  const mayChange = useMay('workspace:admin');
  const members = useQuery(api.workspace.members.list.queryOptions({ input: allMembers }));
  const items = members.data?.items ?? [];
  return (
    <SettingsFrame
      title="Members"
      answer={answerOf(items, workspace.name)}
      sub="A role says what someone may do. Removing a member keeps everything they did."
    >
      {mayChange ? <Invitations /> : null}
      <section className={`${classes.block} ${classes.medium}`}>
        <h2>Members</h2>
        <ProblemNotice error={members.error} onRetry={() => void members.refetch()} />
        <ul className={classes.rows}>
          {items.map((member) => (
            <MemberRow key={member.id} member={member} mayChange={mayChange} />
          ))}
        </ul>
      </section>
    </SettingsFrame>
  );
}

function answerOf(members: readonly Member[], workspaceName: string): string {
  if (members.length === 0) return `Who belongs to ${workspaceName}`;
  if (members.length === 1) return `One person belongs to ${workspaceName} so far. Invite both teams.`;
  return `${members.length} people belong to ${workspaceName}: ${countByRole(members)}.`;
}

function countByRole(members: readonly Member[]): string {
  return roles
    .map((role) => ({ role, count: members.filter((member) => member.role === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => `${count} ${roleWords[role].label.toLowerCase()}`)
    .join(', ');
}

const roleOptions = roles.map((role) => ({ value: role, label: roleWords[role].label }));
const asRole = (value: string | null): Role | undefined => roles.find((role) => role === value);

function MemberRow({ member, mayChange }: { member: Member; mayChange: boolean }) {
  const me = useMe();
  const ask = useConfirm();
  const cache = useQueryClient();
  const workspace = useWorkspace();
  const isMe = member.userId === me.person?.id;
  // One's own rights may have changed with it, so everything is asked anew.
  const onSuccess = () => cache.invalidateQueries();
  const change = useMutation(api.workspace.members.changeRole.mutationOptions({ onSuccess }));
  const remove = useMutation(api.workspace.members.remove.mutationOptions({ onSuccess }));
  const confirmRemoval = async () => {
    const answer = await ask({
      title: `Remove ${member.name}?`,
      body: `They can no longer see ${workspace.name}. What they did stays, with their name.`,
      action: 'Remove',
      danger: true,
    });
    if (answer) remove.mutate({ memberId: member.id });
  };
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <div className={classes.rowName}>
          {member.name}
          {isMe ? <span className="mute"> (you)</span> : null}
        </div>
        <div className={classes.rowDetail}>
          {member.email} · since <When at={member.createdAt} style="date" />
        </div>
        <ProblemNotice error={change.error ?? remove.error} />
      </div>
      <div className={classes.rowActions}>
        {mayChange ? (
          <>
            <Select
              aria-label={`Role of ${member.name}`}
              data={roleOptions}
              value={member.role}
              allowDeselect={false}
              w={130}
              size="xs"
              disabled={change.isPending}
              onChange={(value) => {
                const role = asRole(value);
                if (role && role !== member.role) change.mutate({ memberId: member.id, role });
              }}
            />
            <Button
              variant="default"
              size="xs"
              loading={remove.isPending}
              onClick={() => void confirmRemoval()}
              aria-label={`Remove ${member.name}`}
            >
              Remove
            </Button>
          </>
        ) : (
          roleWords[member.role].label
        )}
      </div>
    </li>
  );
}
