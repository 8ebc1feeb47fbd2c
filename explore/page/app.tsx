import { StateError } from '../contract.ts';
import { Breakdown } from './sections/breakdown.tsx';
import { FourQuestions } from './sections/four-questions.tsx';
import { Games } from './sections/games.tsx';
import { Health } from './sections/health.tsx';
import { OverTime } from './sections/over-time.tsx';
import { Contents, PageHead } from './sections/page-head.tsx';
import { SlicerPanel } from './sections/slicers.tsx';
import { Spread } from './sections/spread.tsx';
import { Summary } from './sections/summary.tsx';
import { type Explorer, ExplorerContext, useExplorer } from './state/explorer.ts';

/** What to do about a lake without bets. */
function EmptyLake() {
  const { lake } = useExplorer();
  const command =
    lake.engine === 'duckdb'
      ? `npx betlake ingest PATH --lake ${lake.name}`
      : 'aws s3 cp exports/ s3://LANDING-BUCKET/ --recursive';
  return (
    <div class="notice large">
      <h2>This lake is empty</h2>
      <p>It holds no bets yet. Fill it with files of bets, players and games:</p>
      <pre>{command}</pre>
      <p>Then load this page again. What was loaded or refused so far is shown below.</p>
    </div>
  );
}

/** Shown where the page cannot be opened: its address is not valid, or the lake cannot be read. */
export function OpeningFailed({ error }: { readonly error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  const ofAddress = error instanceof StateError;
  return (
    <main class="alone">
      <div class="notice large bad" role="alert">
        <h1>{ofAddress ? 'This address cannot be shown' : 'The lake could not be opened'}</h1>
        <p>{message}</p>
        <p>
          {ofAddress ? (
            <a href={location.pathname}>Show everything</a>
          ) : (
            <button type="button" onClick={() => location.reload()}>
              Try again
            </button>
          )}
        </p>
      </div>
    </main>
  );
}

/** The whole page, once the lake is described. */
export function App({ explorer }: { readonly explorer: Explorer }) {
  const isEmpty = explorer.lake.firstDate === null;
  return (
    <ExplorerContext.Provider value={explorer}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the results
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
