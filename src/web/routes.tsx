import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
  redirect,
} from '@tanstack/react-router';
import { hasCode } from './problem.ts';
import { loadMe } from './session.ts';
import { ShellError } from './shell/page-states.tsx';
import { Shell } from './shell/shell.tsx';

/** Page state is text until the page's own schema reads it (see parts/use-url-state.ts). */
const anySearch = (search: Record<string, unknown>): Record<string, unknown> => search;

const rootRoute = createRootRoute({ component: Outlet, validateSearch: anySearch });

/** Everything behind the sign-in: the shell with its navigation. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  errorComponent: ShellError,
  beforeLoad: async ({ location }) => {
    try {
      const { workspace } = await loadMe();
      if (!workspace) throw redirect({ href: '/no-workspace' });
    } catch (error) {
      if (!hasCode(error, 'unauthenticated')) throw error;
      throw redirect({
        href: location.pathname === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(location.href)}`,
      });
    }
  },
});

type Pages<Name extends string> = Promise<Record<Name, () => React.ReactNode>>;

/** A page within the shell, in a chunk of its own: its path, its file, the name of its component. */
function page<const Path extends string, const Name extends string>(
  path: Path,
  load: () => Pages<Name>,
  name: Name,
) {
  return createRoute({ getParentRoute: () => shellRoute, path, component: lazily(load, name) });
}

/** A page without the shell: sign-in, set-up. */
function barePage<const Path extends string, const Name extends string>(
  path: Path,
  load: () => Pages<Name>,
  name: Name,
) {
  return createRoute({ getParentRoute: () => rootRoute, path, component: lazily(load, name) });
}

function lazily<Name extends string>(load: () => Pages<Name>, name: Name): RouteComponent {
  return lazyRouteComponent(async () => {
    const module = await load();
    return { Page: module[name] };
  }, 'Page');
}

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/funnel' });
  },
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ href: '/settings/workspace' });
  },
});

/** One line a page. A path that is not here does not show in the navigation either. */
export const routeTree = rootRoute.addChildren([
  homeRoute,
  shellRoute.addChildren([
    page('/funnel', () => import('../modules/funnel/ui/funnel-page.tsx'), 'FunnelPage'),
    page('/timeline', () => import('../modules/timeline/ui/timeline-page.tsx'), 'TimelinePage'),
    page('/handoffs/returned', () => import('../modules/handoff/ui/tray/returned-page.tsx'), 'ReturnedPage'),
    page('/handoffs', () => import('../modules/handoff/ui/queue/queue-page.tsx'), 'QueuePage'),
    page('/handoffs/goal', () => import('../modules/handoff/ui/goals/goal-page.tsx'), 'GoalPage'),
    page('/handoffs/sla', () => import('../modules/handoff/ui/sla/sla-page.tsx'), 'SlaPage'),
    page('/content', () => import('../modules/content/ui/coverage/content-page.tsx'), 'ContentPage'),
    page('/content/usage', () => import('../modules/content/ui/coverage/usage-page.tsx'), 'UsagePage'),
    page('/content/links', () => import('../modules/content/ui/links/links-page.tsx'), 'LinksPage'),
    page('/content/links/$linkId', () => import('../modules/content/ui/links/link-page.tsx'), 'LinkPage'),
    page('/content/assets/$assetId', () => import('../modules/content/ui/piece/piece-page.tsx'), 'PiecePage'),
    page('/content/library', () => import('../modules/content/ui/library/library-page.tsx'), 'LibraryPage'),
    page('/results', () => import('../modules/attribution/ui/credit/results-page.tsx'), 'ResultsPage'),
    page('/results/value', () => import('../modules/attribution/ui/value/value-page.tsx'), 'ValuePage'),
    page('/results/board', () => import('../modules/attribution/ui/board/board-page.tsx'), 'BoardPage'),
    page(
      '/results/two-by-two',
      () => import('../modules/attribution/ui/evidence/two-by-two-page.tsx'),
      'TwoByTwoPage',
    ),
    page(
      '/results/journeys',
      () => import('../modules/attribution/ui/journeys/journeys-page.tsx'),
      'JourneysPage',
    ),
    page(
      '/results/journeys/account/$accountId',
      () => import('../modules/attribution/ui/journeys/account-journey-page.tsx'),
      'AccountJourneyPage',
    ),
    page(
      '/results/reasons',
      () => import('../modules/attribution/ui/reasons/reasons-page.tsx'),
      'ReasonsPage',
    ),
    page('/people/contacts', () => import('../modules/people/ui/contacts-page.tsx'), 'ContactsPage'),
    page('/people/accounts', () => import('../modules/people/ui/accounts-page.tsx'), 'AccountsPage'),
    page('/people/deals', () => import('../modules/people/ui/deals-page.tsx'), 'DealsPage'),
    page('/people/matches', () => import('../modules/people/ui/matches-page.tsx'), 'MatchesPage'),
    page('/people/contacts/$id', () => import('../modules/people/ui/contact-page.tsx'), 'ContactPage'),
    page('/people/accounts/$id', () => import('../modules/people/ui/account-page.tsx'), 'AccountPage'),
    page('/people/deals/$id', () => import('../modules/people/ui/deal-page.tsx'), 'DealPage'),
    page('/scores', () => import('../modules/language/ui/standing/scores-page.tsx'), 'ScoresPage'),
    page('/language', () => import('../modules/language/ui/pages/language-page.tsx'), 'LanguagePage'),
    page('/language/new', () => import('../modules/language/ui/pages/new-page.tsx'), 'NewDefinitionPage'),
    page('/language/suggest', () => import('../modules/language/ui/suggest/suggest-page.tsx'), 'SuggestPage'),
    page(
      '/language/questions',
      () => import('../modules/language/ui/questions/questions-page.tsx'),
      'QuestionsPage',
    ),
    page(
      '/language/$key',
      () => import('../modules/language/ui/pages/definition-page.tsx'),
      'DefinitionPage',
    ),
    page('/language/$key/draft', () => import('../modules/language/ui/pages/draft-page.tsx'), 'DraftPage'),
    page(
      '/settings/signing',
      () => import('../modules/language/ui/pages/signing-policy-page.tsx'),
      'SigningPolicyPage',
    ),
    page(
      '/handoffs/capacity',
      () => import('../modules/handoff/ui/routing/capacity-page.tsx'),
      'CapacityPage',
    ),
    page('/settings/routing', () => import('../modules/handoff/ui/routing/routing-page.tsx'), 'RoutingPage'),
    page('/welcome', () => import('../modules/workspace/ui/welcome-page.tsx'), 'WelcomePage'),
    page('/notices', () => import('../modules/notices/ui/notices-page.tsx'), 'NoticesPage'),
    page(
      '/settings/notices',
      () => import('../modules/notices/ui/settings/notice-settings-page.tsx'),
      'NoticeSettingsPage',
    ),
    page(
      '/settings/webhooks',
      () => import('../modules/notices/ui/settings/webhooks-page.tsx'),
      'WebhooksPage',
    ),
    page('/quality', () => import('../modules/quality/ui/findings-page.tsx'), 'FindingsPage'),
    page('/status', () => import('../modules/status/ui/status-page.tsx'), 'StatusPage'),
    settingsRoute,
    page(
      '/settings/reading',
      () => import('../modules/content/ui/reading/reading-settings-page.tsx'),
      'ReadingSettingsPage',
    ),
    page(
      '/settings/results',
      () => import('../modules/attribution/ui/settings/results-settings-page.tsx'),
      'ResultsSettingsPage',
    ),
    page(
      '/settings/workspace',
      () => import('../modules/workspace/ui/settings/workspace-settings-page.tsx'),
      'WorkspaceSettingsPage',
    ),
    page(
      '/settings/members',
      () => import('../modules/workspace/ui/settings/members-page.tsx'),
      'MembersPage',
    ),
    page('/settings/stages', () => import('../modules/workspace/ui/settings/stages-page.tsx'), 'StagesPage'),
    page('/settings/fields', () => import('../modules/workspace/ui/settings/fields-page.tsx'), 'FieldsPage'),
    page('/settings/tracking', () => import('../modules/tracking/ui/tracking-page.tsx'), 'TrackingPage'),
    page(
      '/settings/tracking/sessions',
      () => import('../modules/tracking/ui/sessions-page.tsx'),
      'SessionsPage',
    ),
    page(
      '/settings/tracking/channels',
      () => import('../modules/tracking/ui/channels-page.tsx'),
      'ChannelsPage',
    ),
    page(
      '/settings/tracking/not-counted',
      () => import('../modules/tracking/ui/not-counted-page.tsx'),
      'NotCountedPage',
    ),
    page(
      '/settings/tracking/dead-letters',
      () => import('../modules/tracking/ui/dead-letters-page.tsx'),
      'DeadLettersPage',
    ),
    page(
      '/settings/inbound',
      () => import('../modules/conversations/ui/inbound/inbound-page.tsx'),
      'InboundPage',
    ),
    page('/tray', () => import('../modules/conversations/ui/tray/tray-page.tsx'), 'TrayPage'),
    page('/settings/tokens', () => import('../modules/workspace/ui/settings/tokens-page.tsx'), 'TokensPage'),
    page('/settings/audit', () => import('../modules/workspace/ui/settings/audit-page.tsx'), 'AuditPage'),
    page(
      '/api-reference',
      () => import('../modules/workspace/ui/api-reference/api-reference-page.tsx'),
      'ApiReferencePage',
    ),
    page('/imports', () => import('../modules/import/ui/imports-page.tsx'), 'ImportsPage'),
    page('/imports/new', () => import('../modules/import/ui/new-import-page.tsx'), 'NewImportPage'),
    page('/imports/$id', () => import('../modules/import/ui/import-page.tsx'), 'ImportPage'),
  ]),
  barePage('/sign-in', () => import('../modules/workspace/ui/sign-in-page.tsx'), 'SignInPage'),
  barePage('/set-up', () => import('../modules/workspace/ui/set-up-page.tsx'), 'SetUpPage'),
  barePage('/unsubscribe', () => import('../modules/notices/ui/unsubscribe-page.tsx'), 'UnsubscribePage'),
  barePage(
    '/board-mail-stop',
    () => import('../modules/attribution/ui/board/stop-page.tsx'),
    'BoardMailStopPage',
  ),
  barePage('/invitation', () => import('../modules/workspace/ui/invitation-page.tsx'), 'InvitationPage'),
  barePage('/no-workspace', () => import('../modules/workspace/ui/no-workspace-page.tsx'), 'NoWorkspacePage'),
]);

/** Whether a path of the navigation is registered. */
export function hasRoute(path: string, routes: Record<string, AnyRoute>): boolean {
  return path in routes;
}
