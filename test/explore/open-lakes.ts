import { afterAll } from 'vitest';
import { answerState, countSlices, describeLake } from '../../explore/answer-state.ts';
import type { Answer, AnswerName, Lake, PageState, Slices } from '../../explore/contract.ts';
import { exploreFolder } from '../../explore/local-lake.ts';
import type { ExploredLake } from '../../explore/moment.ts';

/** A lake that is looked at, asked within the test's process. */
export interface AskedLake {
  readonly explored: ExploredLake;
  describe(): Promise<Lake>;
  answer(name: AnswerName, state: PageState): Promise<Answer>;
  slices(state: PageState): Promise<Slices>;
}

const opened: ExploredLake[] = [];
afterAll(async () => {
  for (const lake of opened.splice(0)) await lake.close();
});

/** @param copies whether the copy answers, which is there once this has returned */
export async function lookAt(folder: string, copies: boolean): Promise<AskedLake> {
  const explored = await exploreFolder(folder, {
    copies,
    onError(error) {
      throw error;
    },
  });
  opened.push(explored);
  await explored.whenCopied();
  const { signal } = new AbortController();
  return {
    explored,
    describe: () => explored.use((moment) => describeLake(folder, moment, signal)),
    answer: (name, state) =>
      explored.use(async (moment) =>
        answerState(await describeLake(folder, moment, signal), moment, name, state, signal),
      ),
    slices: (state) => explored.use((moment) => countSlices(moment, state, signal)),
  };
}
