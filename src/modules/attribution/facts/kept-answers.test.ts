import { expect, it } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

const asked = (what: string, version = 1, workspaceId = 'one') => ({
  workspaceId,
  journeys: { version },
  what,
});

it('works out once what is asked of the same journeys, and anew where they, the question or the workspace differ', async () => {
  const kept = new KeptAnswers<string>({ most: 100, sizeOf: () => 1 });
  let worked = 0;
  const work = async () => {
    worked += 1;
    return `answer ${worked}`;
  };
  expect(await kept.of(asked('a'), work)).toBe('answer 1');
  expect(await kept.of(asked('a'), work)).toBe('answer 1');
  expect(await kept.of(asked('b'), work)).toBe('answer 2');
  expect(await kept.of(asked('a', 2), work)).toBe('answer 3');
  expect(await kept.of(asked('a', 1, 'other'), work)).toBe('answer 4');
});

it('lets go of what was asked for longest ago, and keeps nothing of what failed', async () => {
  const kept = new KeptAnswers<string>({ most: 10, sizeOf: (answer) => answer.length });
  const worked: string[] = [];
  const of = (what: string) =>
    kept.of(asked(what), async () => {
      worked.push(what);
      return what.repeat(4);
    });
  await of('a');
  await of('b');
  await of('a');
  await of('c');
  await of('a');
  await of('b');
  expect(worked).toEqual(['a', 'b', 'c', 'b']);
  const failing = kept.of(asked('d'), () => Promise.reject(new Error('let go')));
  await expect(failing).rejects.toThrow('let go');
  expect(await of('d')).toBe('dddd');
});
