import type { api } from '../../../web/api.ts';
import { formatCount } from '../../../web/parts/money.tsx';

export type Status = Awaited<ReturnType<typeof api.status.getStatus.call>>;
export type Projection = Awaited<ReturnType<typeof api.interactions.getProjection.call>>;

export const engineWords: Record<Status['engines']['postgres']['state'], string> = {
  starting: 'starting',
  running: 'running',
  restarting: 'starting again',
  stopped: 'stopped',
  external: 'on a server of yours',
};

/** The page's first line. */
export function answer(status: Status, projection: Projection): string {
  const engines = Object.values(status.engines);
  if (engines.some((engine) => engine.state === 'stopped')) {
    return 'An engine has stopped. Liaison tries to start it again; whoever runs Liaison should look at its log.';
  }
  if (engines.some((engine) => engine.state === 'starting' || engine.state === 'restarting')) {
    return 'An engine is starting. Pages may wait a moment; nothing is lost.';
  }
  if (projection.state === 'rebuilding') return 'All is well. The copy for analyses is being made anew.';
  if (projection.lagRows > 0) {
    return `All is well. Analyses are ${formatCount(projection.lagRows)} interactions behind the log and catching up.`;
  }
  return 'All is well, and the analyses are up to date with the log.';
}

export function projectionWords(projection: Projection): string {
  if (projection.state === 'rebuilding' && projection.rebuild) {
    const { doneRows, totalRows } = projection.rebuild;
    return `being made anew, ${totalRows > 0 ? Math.floor((100 * doneRows) / totalRows) : 0} %`;
  }
  if (projection.state === 'stopped') return 'stopped';
  if (projection.state === 'starting') return 'starting';
  if (projection.lagRows === 0) return 'up to date';
  return `${formatCount(projection.lagRows)} behind, ${formatDuration(projection.lagSeconds * 1_000)}`;
}

const mebibyte = 1_024 ** 2;

export const formatBytes = (bytes: number): string => `${formatCount(Math.round(bytes / mebibyte))} MB`;

/** `3 d 4 h`, `12 min`, `8 s`: two units at most. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min`;
  return `${seconds} s`;
}
