import { parseArgs } from 'node:util';
import { runKillRounds } from './kill-rounds.ts';

/** `node test/faults/run-kill-rounds.ts --rounds 200 --seed 1`: the long run of what the test does in short. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'rounds-a-life': { type: 'string', default: '10' },
    rows: { type: 'string', default: '20000' },
  },
});
const startedAt = performance.now();
const report = await runKillRounds({
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  roundsALife: Number(values['rounds-a-life']),
  importRows: Number(values.rows),
  say: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(
  `${JSON.stringify({ ...report, seconds: Math.round((performance.now() - startedAt) / 1_000) })}\n`,
);
