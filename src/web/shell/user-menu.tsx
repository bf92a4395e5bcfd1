import { Menu, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { client } from '../api.ts';
import { useMe } from '../session.ts';
import classes from './shell.module.css';
import { signOut } from './sign-out.ts';

const themes = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const schemeOf = (value: string) => themes.find((theme) => theme.value === value)?.value ?? 'auto';

/** Who is signed in and where; other workspaces, the theme, the API's page, sign-out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const others = me.workspaces.filter((workspace) => workspace.id !== me.workspace?.id);
  return (
    <Menu position="top-start" width={230}>
      <Menu.Target>
        <button
          type="button"
          className={classes.who}
          aria-label={`${me.actor.name}, ${me.workspace?.name ?? ''}: menu`}
        >
          <span className={classes.whoName}>{me.actor.name}</span>
          <span className={classes.whoPlace}>
            {me.workspace?.name}
            {me.role ? ` · ${me.role}` : ''}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.length > 0 ? (
          <>
            <Menu.Label>Go to another workspace</Menu.Label>
            {others.map((workspace) => (
              <Menu.Item key={workspace.id} onClick={() => void switchWorkspace(workspace.id)}>
                {workspace.name}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemeOf(value))}>
          {themes.map((theme) => (
            <Menu.RadioItem key={theme.value} value={theme.value}>
              {theme.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item component={Link} to="/api-reference">
          API reference
        </Menu.Item>
        <Menu.Item onClick={onHelp}>Keyboard</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The page is loaded anew, so that nothing of the other company's data stays in memory. */
async function switchWorkspace(workspaceId: string): Promise<void> {
  await client.workspace.me.switchWorkspace({ workspaceId });
  window.location.assign('/');
}
