import { makePageLake } from '/work/wt/start/bench/lake/make-page-lake.ts';
console.log(await makePageLake('/tmp/s1/page10', { bets: 10_000_000, players: 150_000, days: 90, stakesPerSession: 10 }));
