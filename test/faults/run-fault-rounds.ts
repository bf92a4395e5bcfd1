import { parseArgs } from 'node:util';
import { runFaultRounds } from './fault-rounds.ts';

/** `node test/faults/run-fault-rounds.ts --rounds 500 --seed 1`: the long run of what the test does in short. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    'rounds-a-life': { type: 'string', default: '20' },
    rows: { type: 'string', default: '5000' },
    'longest-stop-ms': { type: 'string', default: '12000' },
    'events-a-second': { type: 'string', default: '1500' },
  },
});
const startedAt = performance.now();
const report = await runFaultRounds({
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  roundsALife: Number(values['rounds-a-life']),
  importRows: Number(values.rows),
  longestStopMs: Number(values['longest-stop-ms']),
  eventsASecond: Number(values['events-a-second']),
  say: (line) => process.stderr.write(`${line}\n`),
});
const seconds = Math.round((performance.now() - startedAt) / 1_000);
process.stdout.write(`${JSON.stringify({ ...report, seconds }, null, 2)}\n`);
