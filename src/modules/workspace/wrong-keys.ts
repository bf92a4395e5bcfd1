import { AppError } from '../../platform/errors.ts';

const windowMs = 60_000;
const maxWrongKeys = 20;

let windowStartedAt = 0;
let wrongKeys = 0;

/**
 * Refuses a wrong key of a link; whoever keeps trying is told to stop. Only wrong keys are ever held back, so the
 * holder of the right one cannot be locked out.
 */
export function refuseWrongKey(options: { now: Date; message: string }): AppError {
  const nowMs = options.now.getTime();
  if (Math.abs(nowMs - windowStartedAt) >= windowMs) {
    windowStartedAt = nowMs;
    wrongKeys = 0;
  }
  wrongKeys += 1;
  if (wrongKeys > maxWrongKeys) {
    return new AppError('too_many_requests', 'Too many wrong links were tried. Wait a minute.');
  }
  return new AppError('gone', options.message);
}
