import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeScaling } from '../../../bench/scaling/describe-scaling.ts';
import { fillPlaces } from '../../../bench/scaling/run.ts';
import { simulateDay, toConvertSeconds, toMinuteShare } from '../../../bench/scaling/simulate-day.ts';
import { defaultLoad, type Load } from '../../../cost/load.ts';
import { readFigures, readPrices } from '../../../cost/read-inputs.ts';

const figures = readFigures();
const simulate = (given: Partial<Load> = {}, convertConcurrency = 20) =>
  simulateDay({ load: { ...defaultLoad, ...given }, figures, convertConcurrency });

describe('a simulated day', () => {
  it('has all of its files, spread over 1,440 minutes', () => {
    const shares = Array.from({ length: 1440 }, (_, minute) => toMinuteShare(minute));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    const { minutes } = simulate();
    expect(minutes.reduce((sum, { filesLanded }) => sum + filesLanded, 0)).toBeCloseTo(100, 6);
  });

  it('is the same each time', () => {
    expect(simulate()).toEqual(simulate());
  });

  it('has as many functions busy as the work needs', () => {
    const load = { ...defaultLoad, betsPerDay: 1e9 };
    const busy = simulate(load).minutes.reduce((sum, { converting }) => sum + converting, 0) * 60;
    const work = toConvertSeconds({ load, figures }) * (load.betsPerDay / load.betsPerFile);
    expect(busy / work).toBeCloseTo(1, 6);
  });

  it('lets files wait where the functions are too few, and none where they are enough', () => {
    const oldest = (concurrency: number) =>
      Math.max(
        ...simulate({ betsPerDay: 1e9 }, concurrency).minutes.map(({ queueAgeSeconds }) => queueAgeSeconds),
      );
    expect(oldest(20)).toBe(0);
    expect(oldest(0.05)).toBeGreaterThan(3600);
  });

  it('refreshes a day once a delay while files land, and one after another where there is none', () => {
    const large = { betsPerDay: 1e8, betsPerFile: 1e4 };
    const every = (refreshDelaySeconds: number) => simulate({ ...large, refreshDelaySeconds }).rollupsCount;
    expect(every(900)).toBeGreaterThan(86_400 / 900 - 10);
    expect(every(900)).toBeLessThanOrEqual(86_400 / 900);
    expect(every(0)).toBeGreaterThan(500);
  });
});

it('docs/scaling.md and its tables show what is simulated; `npm run simulate` writes them again', () => {
  const document = readFileSync('docs/scaling.md', 'utf8');
  expect(fillPlaces(document, describeScaling(figures, readPrices()).tables)).toBe(document);
});

describe('the places of a document', () => {
  it('fail when one is missing or there is one too many', () => {
    expect(() => fillPlaces('', { a: 'x' })).toThrow('no place for a');
    expect(() => fillPlaces('<!-- simulate:b -->\n<!-- /simulate -->', {})).toThrow(
      'nothing fills <!-- simulate:b -->',
    );
  });
});
