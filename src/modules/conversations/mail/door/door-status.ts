import type { Services } from '../../../../platform/services.ts';

export type DoorStatus = {
  state: 'open' | 'off' | 'failed' | 'elsewhere';
  host: string | null;
  port: number | null;
  error: string | null;
};

const statuses = new WeakMap<Services, DoorStatus>();

export function setDoorStatus(services: Services, status: DoorStatus): void {
  statuses.set(services, status);
}

/** How the SMTP door of this process stands. */
export function doorStatus(services: Services): DoorStatus {
  return statuses.get(services) ?? { state: 'elsewhere', host: null, port: null, error: null };
}
