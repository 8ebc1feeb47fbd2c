import { useExplorer } from '../state/explorer.ts';

/** What to do about a lake without bets. */
export function EmptyLake() {
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
      <p>Then load this page again. What was loaded or refused so far stands below.</p>
    </div>
  );
}
