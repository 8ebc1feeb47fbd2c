import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { datasets } from '../../glue/datasets/index.ts';
import { typeNames } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureWork } from '../harness/measure-process.ts';
import { median } from '../harness/race.ts';
import { showCount, showFigure, showMib, toTable } from '../harness/write-document.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

interface SettingsResult {
  readonly bets: number;
  readonly settings: readonly SettingResult[];
}

/** CPU milliseconds of writing one day's file, its size, and what three questions to it take. */
interface SettingResult {
  readonly name: string;
  readonly writeMs: number;
  readonly bytes: number;
  readonly scans: Readonly<Record<ScanName, { readonly cpuMs: number; readonly bytes: number }>>;
}

type ScanName = 'player' | 'game' | 'day';

interface Setting {
  readonly name: string;
  /** The options after `format parquet` in the statement. */
  readonly options: string;
  readonly order?: string;
}

const own = "codec 'zstd', compression_level 1, write_bloom_filter false";
const settings: readonly Setting[] = [
  { name: 'Zstandard 1', options: own },
  { name: 'Zstandard 3', options: own.replace('compression_level 1', 'compression_level 3') },
  { name: 'Zstandard 9', options: own.replace('compression_level 1', 'compression_level 9') },
  { name: 'Snappy', options: "codec 'snappy', write_bloom_filter false" },
  { name: 'row groups of 30,720', options: `${own}, row_group_size 30720` },
  { name: 'row groups of 983,040', options: `${own}, row_group_size 983040` },
  { name: 'no dictionaries', options: `${own}, dictionary_size_limit 1` },
  { name: 'bloom filters', options: own.replace('filter false', 'filter true') },
  { name: 'Parquet 2 encodings', options: `${own}, parquet_version 'v2'` },
  { name: 'sorted by player', options: own, order: 'partner_company_id, player_code, line_number' },
  { name: 'sorted by game', options: own, order: 'game_id, line_number' },
];

const amounts = 'sum(real_debit_amount), sum(real_credit_amount)';

/**
 * One day's file of bets, written by DuckDB each way: in one process on one thread, in turn, so that CPU belongs to
 * a statement. The bytes of a question are those that an engine must read which uses the statistics of row groups.
 */
export const ofSettings: Part<SettingsResult> = {
  name: 'settings',
  async measure(bench) {
    const bets = bench.scale(300_000);
    const path = join(bench.work, 'bets.jsonl');
    bench.report(`writing ${showCount(bets)} bets`);
    await writeRegularBets({ path, bets, days: 1 });
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    try {
      const types = datasets.bets.columns.map(({ name, type }) => `${name}: '${typeNames(type).duckdb}'`);
      await connection.run(`create table bets as
        select *, 'bets/bench.jsonl' as landing_key, row_number() over () as line_number
        from read_json(${toSqlText(path)}, format = 'newline_delimited', auto_detect = false,
          columns = {${types.join(', ')}})`);
      return { bets, settings: await measureSettings(bench, connection) };
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  },
  tables: (result) => ({ settings: toSettingsTable(result) }),
  plots: () => ({}),
};

async function measureSettings(bench: Bench, connection: DuckDBConnection): Promise<SettingResult[]> {
  const [, player, game] = await readRow(
    connection,
    `select 1, (select player_code from bets group by all order by count(*) desc, 1 limit 1),
      (select game_id from bets group by all order by count(*), 1 limit 1)`,
  );
  const filters: Record<ScanName, string> = {
    player: `player_code = ${toSqlText(String(player))}`,
    game: `game_id = ${game}`,
    day: 'true',
  };
  const runs = new Map<string, SettingResult[]>(settings.map(({ name }) => [name, []]));
  for (let run = 0; run < bench.runs; run++) {
    for (const { name, options, order } of settings) {
      bench.report(`${name}, run ${run + 1} of ${bench.runs}`);
      const file = join(bench.work, 'bets.parquet');
      const rows = order === undefined ? 'bets' : `(select * from bets order by ${order})`;
      const writeMs = await measureStatement(
        connection,
        `copy ${rows} to ${toSqlText(file)} (format parquet, ${options})`,
      );
      const scan = async (of: ScanName) => ({
        cpuMs: await measureStatement(
          connection,
          `select ${amounts} from read_parquet(${toSqlText(file)}) where ${filters[of]}`,
        ),
        bytes: await countBytes(connection, file, of, String(of === 'player' ? player : game)),
      });
      const scans = { player: await scan('player'), game: await scan('game'), day: await scan('day') };
      runs.get(name)?.push({ name, writeMs, bytes: (await stat(file)).size, scans });
    }
  }
  return [...runs.values()].map(toMedian);
}

/** Bytes of the columns that a query reads, of the row groups that may hold its rows. */
async function countBytes(
  connection: DuckDBConnection,
  file: string,
  scan: ScanName,
  value: string,
): Promise<number> {
  const column = { player: 'player_code', game: 'game_id', day: '' }[scan];
  const type = scan === 'game' ? 'bigint' : 'varchar';
  const read = ['real_debit_amount', 'real_credit_amount', column].map(toSqlText).join(', ');
  const held =
    scan === 'day'
      ? 'true'
      : `row_group_id in (select row_group_id from chunks where path_in_schema = '${column}'
          and cast(stats_min_value as ${type}) <= cast(${toSqlText(value)} as ${type})
          and cast(stats_max_value as ${type}) >= cast(${toSqlText(value)} as ${type}))`;
  const [bytes] = await readRow(
    connection,
    `with chunks as (from parquet_metadata(${toSqlText(file)}))
     select coalesce(sum(total_compressed_size), 0)::bigint from chunks where path_in_schema in (${read}) and ${held}`,
  );
  return Number(bytes);
}

async function readRow(connection: DuckDBConnection, sql: string) {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows()[0] ?? [];
}

async function measureStatement(connection: DuckDBConnection, sql: string): Promise<number> {
  return (await measureWork(() => connection.run(sql))).cpuSeconds * 1000;
}

function toMedian(runs: readonly SettingResult[]): SettingResult {
  const of = (figure: (run: SettingResult) => number) => median(runs.map(figure));
  const scan = (name: ScanName) => ({
    cpuMs: of(({ scans }) => scans[name].cpuMs),
    bytes: of(({ scans }) => scans[name].bytes),
  });
  return {
    name: runs[0]?.name ?? '',
    writeMs: of(({ writeMs }) => writeMs),
    bytes: of(({ bytes }) => bytes),
    scans: { player: scan('player'), game: scan('game'), day: scan('day') },
  };
}

function toSettingsTable({ bets, settings }: SettingsResult): string {
  const rows = settings.map(({ name, writeMs, bytes, scans }) => [
    name,
    `${showFigure(writeMs)} ms`,
    showMib(bytes),
    ...[scans.player, scans.game, scans.day].map(
      (scan) => `${showFigure(scan.bytes / 1024)} KiB, ${showFigure(scan.cpuMs)} ms`,
    ),
  ]);
  const head = ['written', 'CPU', 'bytes', 'a player’s amounts', 'a game’s amounts', 'the day’s amounts'];
  return `One day of ${showCount(bets)} bets, to one file, and what three questions read of it:

${toTable(head, rows)}`;
}
