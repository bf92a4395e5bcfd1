import { Autocomplete, Button, Group, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { DealDetail } from './api-types.ts';
import { stageName, TextCell } from './cells.tsx';
import { useStages } from './fields.ts';
import classes from './people.module.css';
import { RecordPicker } from './record-picker.tsx';

/** The parts people usually play; any other word may be typed. */
const usualRoles = [
  'decision maker',
  'economic buyer',
  'champion',
  'influencer',
  'user',
  'technical buyer',
  'procurement',
  'blocker',
];

type Member = DealDetail['buyingGroup'][number];

function useGroupChanges(deal: DealDetail) {
  const queryClient = useQueryClient();
  const options = {
    onSuccess: (detail: DealDetail) => {
      queryClient.setQueryData(
        api.people.opportunities.get.queryKey({ input: { opportunityId: deal.id } }),
        detail,
      );
      void queryClient.invalidateQueries({ queryKey: api.people.history.changes.key() });
    },
    onError: (error: unknown) => notifications.show({ color: 'late', message: asProblem(error).detail }),
  };
  return {
    put: useMutation(api.people.opportunities.setBuyingRole.mutationOptions(options)),
    remove: useMutation(api.people.opportunities.removeFromBuyingGroup.mutationOptions(options)),
  };
}

/** Who buys: the people of a deal and the part each plays. */
export function BuyingGroup({ deal }: { deal: DealDetail }) {
  const mayWrite = useMay('people:write');
  const stages = useStages();
  const { put, remove } = useGroupChanges(deal);
  const [editing, setEditing] = useState<string | null>(null);
  const opportunityId = deal.id;
  return (
    <section className="panel" aria-label="Buying group">
      <div className={classes.panelHead}>
        <h2>
          <DefinedTerm term="buying_group">Buying group</DefinedTerm>
        </h2>
      </div>
      {deal.buyingGroup.length === 0 ? (
        <p className={classes.quiet}>Nobody yet: a deal without people is won by nobody.</p>
      ) : (
        <table className={classes.small}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Title</th>
              <th scope="col">Role</th>
              <th scope="col">Stage</th>
              <th scope="col">Primary</th>
              {mayWrite ? (
                <th scope="col" data-align="end">
                  <span className="sr-only">Changes</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {deal.buyingGroup.map((member) => {
              const { contact, role, isPrimary } = member;
              const href: string = `/people/contacts/${contact.id}`;
              return (
                <tr key={contact.id}>
                  <td>
                    <Link to={href}>{contact.name || contact.email || 'No name'}</Link>
                  </td>
                  <td>
                    <TextCell value={contact.title} />
                  </td>
                  <td>
                    {editing === contact.id ? (
                      <RoleForm
                        member={member}
                        busy={put.isPending}
                        onCancel={() => setEditing(null)}
                        onSave={(next) =>
                          put.mutate(
                            { opportunityId, contactId: contact.id, role: next, isPrimary },
                            { onSuccess: () => setEditing(null) },
                          )
                        }
                      />
                    ) : (
                      <TextCell value={role} />
                    )}
                  </td>
                  <td className="shared">
                    {contact.lifecycleStage ? (
                      <DefinedTerm term={contact.lifecycleStage}>
                        {stageName(contact.lifecycleStage, stages)}
                      </DefinedTerm>
                    ) : null}
                  </td>
                  <td data-label="primary">
                    <Radio
                      size="xs"
                      color="ink"
                      aria-label={`${contact.name} is the primary contact`}
                      checked={isPrimary}
                      disabled={!mayWrite}
                      onChange={() =>
                        put.mutate({ opportunityId, contactId: contact.id, role, isPrimary: true })
                      }
                    />
                  </td>
                  {mayWrite ? (
                    <td data-align="end">
                      <Group gap="xs" justify="flex-end" wrap="nowrap">
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          onClick={() => setEditing(contact.id)}
                          aria-label={`Change the role of ${contact.name}`}
                        >
                          Role
                        </Button>
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          onClick={() => remove.mutate({ opportunityId, contactId: contact.id })}
                          aria-label={`Take ${contact.name} out of the buying group`}
                        >
                          Remove
                        </Button>
                      </Group>
                    </td>
                  ) : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {mayWrite ? (
        <AddMember
          key={deal.buyingGroup.length}
          exclude={deal.buyingGroup.map((member) => member.contact.id)}
          busy={put.isPending}
          onAdd={(contactId, role) =>
            put.mutate({ opportunityId, contactId, role, isPrimary: deal.buyingGroup.length === 0 })
          }
        />
      ) : null}
    </section>
  );
}

function RoleForm({
  member,
  busy,
  onSave,
  onCancel,
}: {
  member: Member;
  busy: boolean;
  onSave: (role: string | null) => void;
  onCancel: () => void;
}) {
  const [role, setRole] = useState(member.role ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(role.trim() === '' ? null : role);
      }}
    >
      <Stack gap={4}>
        <Autocomplete
          size="xs"
          aria-label={`Role of ${member.contact.name}`}
          data={usualRoles}
          value={role}
          onChange={setRole}
          autoFocus
          onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        />
        <Group gap="xs">
          <Button type="submit" size="compact-xs" loading={busy}>
            Save
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function AddMember({
  exclude,
  busy,
  onAdd,
}: {
  exclude: readonly string[];
  busy: boolean;
  onAdd: (contactId: string, role: string | null) => void;
}) {
  const [contactId, setContactId] = useState<string | null>(null);
  const [role, setRole] = useState('');
  return (
    <form
      className={classes.addRow}
      onSubmit={(event) => {
        event.preventDefault();
        if (contactId) onAdd(contactId, role.trim() === '' ? null : role);
      }}
    >
      <RecordPicker
        refers="contact"
        aria-label="Person to add"
        size="xs"
        value={contactId}
        onChange={(id) => setContactId(id)}
        exclude={exclude}
      />
      <Autocomplete
        size="xs"
        aria-label="Their role"
        placeholder="Role"
        data={usualRoles}
        value={role}
        onChange={setRole}
      />
      <Button type="submit" size="xs" variant="default" disabled={!contactId} loading={busy}>
        Add to the group
      </Button>
    </form>
  );
}
