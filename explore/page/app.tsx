import { Contents } from './controls/contents.tsx';
import { PageHead } from './controls/page-head.tsx';
import { Breakdown } from './sections/breakdown.tsx';
import { EmptyLake } from './sections/empty-lake.tsx';
import { FourQuestions } from './sections/four-questions.tsx';
import { Games } from './sections/games.tsx';
import { Health } from './sections/health.tsx';
import { OverTime } from './sections/over-time.tsx';
import { Spread } from './sections/spread.tsx';
import { Summary } from './sections/summary.tsx';
import { SlicerPanel } from './slicers/slicer-panel.tsx';
import { type Explorer, ExplorerContext } from './state/explorer.ts';

/** The whole page, once it is known what can be looked at. */
export function App({ explorer }: { readonly explorer: Explorer }) {
  const isEmpty = explorer.lake.firstDate === null;
  return (
    <ExplorerContext.Provider value={explorer}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the answers
      </button>
      <PageHead />
      {isEmpty ? (
        <main id="main" class="alone" tabIndex={-1}>
          <EmptyLake />
          <Health />
        </main>
      ) : (
        <div class="columns">
          <SlicerPanel />
          <main id="main" tabIndex={-1}>
            <Contents />
            <Summary />
            <FourQuestions />
            <OverTime />
            <Breakdown />
            <Games />
            <Spread />
            <Health />
          </main>
        </div>
      )}
    </ExplorerContext.Provider>
  );
}
