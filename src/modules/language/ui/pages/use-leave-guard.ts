import { useBlocker } from '@tanstack/react-router';
import { useConfirm } from '../../../../web/parts/confirm.tsx';

/** Asks before a page with unsaved changes is left; `goesOn` lets a page that has just saved leave by itself. */
export function useLeaveGuard(changed: boolean, goesOn: { current: boolean }): void {
  const ask = useConfirm();
  useBlocker({
    disabled: !changed,
    enableBeforeUnload: () => changed && !goesOn.current,
    shouldBlockFn: async ({ current, next }) => {
      if (goesOn.current || current.pathname === next.pathname) return false;
      const leave = await ask({
        title: 'Leave without saving?',
        body: 'What you changed in this draft is not saved and would be lost.',
        action: 'Leave',
        danger: true,
      });
      return leave === null;
    },
  });
}
