import { useSuspenseQuery } from '@tanstack/react-query';
import type { Permission } from '../modules/workspace/access.ts';
import type { Me } from '../modules/workspace/contract.ts';
import { api } from './api.ts';
import { queryClient } from './query-client.ts';

const meOptions = () => api.workspace.me.get.queryOptions({ staleTime: 5 * 60_000 });

/** Who is signed in; throws the API's `unauthenticated` problem where nobody is. */
export function loadMe(): Promise<Me> {
  return queryClient.ensureQueryData(meOptions());
}

/** The signed-in person, their workspaces and rights. Within the shell it is always there. */
export function useMe(): Me {
  return useSuspenseQuery(meOptions()).data;
}

/** Whether this reader may do something; hide what they may not. The server decides in any case. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}

/** The current workspace: its currency and time zone are what figures and days are in. */
export function useWorkspace(): { id: string; name: string; currency: string; timeZone: string } {
  const { workspace } = useMe();
  if (!workspace) throw new Error('useWorkspace is for pages within a workspace.');
  return workspace;
}
