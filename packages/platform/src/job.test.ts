import { describe, expect, it } from 'vitest';
import { keepRunning } from './job.ts';
import { quiet } from './log.ts';

const soon = async (what: () => boolean) => {
  for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a job', () => {
  it('is carried out again and again until stopped, and one that fails stops neither itself nor the others', async () => {
    const runs: string[] = [];
    const jobs = ['breaks', 'works'].map((name) => ({ name, run: async () => 0 }));
    const running = keepRunning(
      jobs,
      async ({ name }) => {
        runs.push(name);
        if (name === 'breaks') throw new Error('broken');
        return 1;
      },
      1,
      quiet,
    );
    await soon(() => runs.length >= 6);
    await running.stop();
    expect(runs.slice(0, 6)).toEqual(['breaks', 'works', 'breaks', 'works', 'breaks', 'works']);
    const then = runs.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(runs.length).toBe(then);
  });
});
