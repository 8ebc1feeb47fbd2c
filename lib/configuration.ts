import { defaultDefinition, defaultFirstDate } from '../glue/rollups/definition.ts';
import { newAccountMemoryMib } from './account-quotas.ts';

/** All settings of a deployment; `bin/` reads them from the CDK context and checks them. */
export interface Configuration {
  /** The name of the deployment; several stages can exist in one account. */
  readonly stage: string;
  /** Whether data outlives the stack. */
  readonly removalPolicy: 'retain' | 'destroy';
  /** A second confirmation for deletion: empties the buckets of a stack whose removal policy is `destroy`. */
  readonly emptyBuckets: boolean;
  /** What the functions run on; their bundles hold DuckDB's binding for it. */
  readonly architecture: Architecture;
  readonly memoryMib: {
    readonly convert: number;
    readonly rollup: number;
    readonly sweep: number;
  };
  readonly concurrency: {
    /** Objects converted at once. */
    readonly convert: number;
    /** Days refreshed at once. */
    readonly rollup: number;
  };
  /**
   * How long after a load its days are refreshed: everything that lands meanwhile is in the same computation,
   * so a day with many loads is computed once in so many seconds.
   */
  readonly refreshDelaySeconds: number;
  readonly sweep: {
    readonly everyMinutes: number;
    /** How far back the landing bucket is compared with the ledger. */
    readonly windowDays: number;
  };
  /** The days that bets may have and that tables show: first inclusive; years are shown to the last's. */
  readonly dateRange: { readonly first: string; readonly last: string };
  /** The sign that the source writes debits with. */
  readonly debits: 'negative' | 'positive';
  /** Transaction types whose postings place a bet even where no money is staked. */
  readonly stakeTypes: readonly number[];
  /** Values of bet_status_code that void a bet. */
  readonly voidStatuses: readonly string[];
  /** The e-mail address that receives alarms; without it the topic has no subscriber. */
  readonly alarmEmail?: string | undefined;
  /** The share of refused lines in an hour above which there is an alarm, 0 to 1. */
  readonly quarantineAlarmRatio: number;
  /** A query that scans more is stopped. */
  readonly scanCutoffMib: number;
  readonly days: {
    /** How long refused lines are kept. */
    readonly quarantine: number;
    /** How long results of queries are kept. */
    readonly results: number;
    /** How long versions that were replaced or removed are kept. */
    readonly oldVersions: number;
    /** How long the functions' logs and the buckets' access logs are kept. */
    readonly logs: number;
  };
  /** The name of an existing landing bucket of the account and region. @default one of the deployment's own */
  readonly landingBucket?: string | undefined;
  /** What becomes of landing objects as they age; @default they stay as they landed */
  readonly landing: {
    /** When they are moved to S3 Glacier Instant Retrieval: cheaper to keep, dearer to read, still read at once. */
    readonly archiveAfterDays?: number | undefined;
    /** When they are removed; their rows stay. */
    readonly expireAfterDays?: number | undefined;
  };
  /** Who else may land files below the data sets' prefixes: ids of accounts, or ARNs of roles or users. */
  readonly producers: readonly string[];
  /** The name of the IAM policy that bounds every role of the deployment. @default none */
  readonly permissionsBoundary?: string | undefined;
  /** Tags of every resource, beside `application` and `stage`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Encrypts with a key of this deployment, or an existing one by its ARN, instead of S3's and SQS's own. */
  readonly customerKey: boolean | string;
}

export type Architecture = 'arm64' | 'x86_64';

/** The defaults of every stage; the cost estimate reads them, too. */
export const defaultConfiguration: Omit<Configuration, 'stage'> = {
  removalPolicy: 'retain',
  emptyBuckets: false,
  architecture: 'arm64',
  // 1,769 MiB buy one vCPU, which a load can use; a rollup sorts a day on two, with as much as every account gives.
  // Measured: 3,000,000 bets in a load stay below 530 MiB. A sweep waits for S3.
  memoryMib: { convert: 1769, rollup: newAccountMemoryMib, sweep: 1024 },
  // With a sweep one less than the ten of an account whose quotas AWS has not raised yet (account-quotas.ts).
  concurrency: { convert: 5, rollup: 3 },
  // What a delay costs is in docs/scaling.md.
  refreshDelaySeconds: 300,
  sweep: { everyMinutes: 60, windowDays: 7 },
  dateRange: { first: defaultFirstDate, last: '2040-12-31' },
  ...defaultDefinition,
  quarantineAlarmRatio: 0.05,
  // 100 GiB cost about half a dollar.
  scanCutoffMib: 102_400,
  days: { quarantine: 90, results: 30, oldVersions: 30, logs: 90 },
  landing: {},
  producers: [],
  tags: {},
  customerKey: false,
};
