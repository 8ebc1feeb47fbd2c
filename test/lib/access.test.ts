import { describe, expect, it } from 'vitest';
import { datasetNames } from '../../glue/datasets/index.ts';
import { rollups } from '../../glue/rollups/index.ts';
import { listRights, listStatements } from './statements.ts';
import { findResources, synthesize } from './synthesize.ts';

const { template } = synthesize();
const policies = listStatements(template, 'AWS::IAM::Policy');
const rightsOf = (owner: string) => listRights(listStatements(template, 'AWS::IAM::Policy', owner));
const each = (...patterns: string[]) =>
  patterns.flatMap((pattern) => datasetNames.toSorted().map((name) => pattern.replace('<dataset>', name)));
const ofS3 = (rights: string[]) => rights.filter((right) => right.startsWith('s3:'));

describe('every role', () => {
  it('names each action and each resource', () => {
    const statements = [...policies, ...listStatements(template, 'AWS::IAM::ManagedPolicy')];
    for (const { actions, resources } of statements) {
      for (const action of actions) expect(action).not.toContain('*');
      for (const resource of resources) expect(resource).not.toMatch(/^\*$|^\$\{\w+\.Arn\}\/\*$/);
    }
  });

  it('has no managed policy of AWS', () => {
    for (const [, { Properties }] of findResources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  it('lists buckets below prefixes alone', () => {
    const listing = policies.filter(({ actions }) => actions.includes('s3:ListBucket'));
    expect(listing.length).toBeGreaterThan(0);
    for (const { actions, condition } of listing) {
      expect(actions).toEqual(['s3:ListBucket']);
      const { StringLike } = condition as { StringLike: { 's3:prefix': string[] } };
      for (const prefix of [StringLike['s3:prefix']].flat())
        expect(prefix).toMatch(/^([a-z]+\/.*|format\.json)\*$/);
    }
  });
});

describe('convert', () => {
  it('reads what landed and the ledger, and writes rows, refused lines and records', () => {
    expect(ofS3(rightsOf('Converter'))).toEqual(
      [
        ...each('s3:GetObject LandingBucket/<dataset>/*', 's3:GetObjectVersion LandingBucket/<dataset>/*'),
        ...each('s3:GetObject Lake/loads/<dataset>/*', 's3:PutObject Lake/loads/<dataset>/*'),
        ...each('s3:PutObject Lake/curated/<dataset>/files/*'),
        ...each('s3:PutObject Lake/quarantine/<dataset>/files/*'),
        's3:GetObject Lake/format.json',
        's3:PutObject Lake/format.json',
        's3:GetObject Lake/loads/unsupported/*',
        's3:PutObject Lake/loads/unsupported/*',
        's3:ListBucket Lake',
        's3:ListBucket LandingBucket',
      ].sort(),
    );
  });

  it('takes from the landing queue and sends to the refresh queue', () => {
    expect(rightsOf('Converter')).toEqual(
      expect.arrayContaining([
        'sqs:ReceiveMessage LandingQueue',
        'sqs:ChangeMessageVisibility LandingQueue',
        'sqs:SendMessage RefreshQueue',
      ]),
    );
    expect(rightsOf('Converter')).not.toContain('sqs:SendMessage LandingQueue');
  });
});

describe('rollup', () => {
  const written = rightsOf('Rollup').filter((right) => right.startsWith('s3:PutObject'));

  it('sends to no queue, that which calls it least of all', () => {
    expect(rightsOf('Rollup').filter((right) => right.startsWith('sqs:SendMessage'))).toEqual([]);
  });

  it('has no right on landing or quarantine', () => {
    expect(rightsOf('Rollup').filter((right) => /Landing|quarantine/.test(right))).toEqual([]);
  });

  it('writes rollups, manifests, the file that marks a publication, and no rows', () => {
    const rollups = ['activity', 'player_dimension', 'player_profiles', 'game_dimension'];
    expect(written).toEqual(
      [
        ...each('s3:PutObject Lake/curated/<dataset>/manifest/*'),
        ...each('s3:PutObject Lake/curated/<dataset>/files/*/published.*'),
        ...rollups.flatMap((name) => [
          `s3:PutObject Lake/rollup/${name}/files/*`,
          `s3:PutObject Lake/rollup/${name}/manifest/*`,
        ]),
        's3:PutObject Lake/format.json',
      ].sort(),
    );
  });
});

describe('sweep', () => {
  it('removes data files, never records or manifests', () => {
    const removed = rightsOf('Sweep').filter((right) => right.startsWith('s3:DeleteObject'));
    // Curated files and refused lines of each data set; of each rollup its files.
    expect(removed).toHaveLength(datasetNames.length * 2 + rollups.length);
    for (const right of removed) expect(right).toMatch(/Lake\/\w+\/\w+\/files\/\*$/);
  });

  it('reads no rows: of data files, only the lists of those that a dimension was computed from', () => {
    const read = rightsOf('Sweep').filter((right) => right.startsWith('s3:GetObject Lake'));
    expect(read.filter((right) => right.includes('/files/'))).toEqual(
      ['game_dimension', 'player_dimension', 'player_profiles'].map(
        (name) => `s3:GetObject Lake/rollup/${name}/files/*.sources.*`,
      ),
    );
  });

  it('writes records and its own notes alone', () => {
    const written = rightsOf('Sweep').filter((right) => right.startsWith('s3:PutObject'));
    expect(written).toEqual([
      's3:PutObject Lake/format.json',
      ...each('s3:PutObject Lake/loads/<dataset>/*'),
      's3:PutObject Lake/sweep/unnamed.json',
    ]);
  });

  it('sends landing objects and invalidations again', () => {
    expect(rightsOf('Sweep')).toEqual(
      expect.arrayContaining(['sqs:SendMessage LandingQueue', 'sqs:SendMessage RefreshQueue']),
    );
  });
});

describe('a customer key', () => {
  it('is used by those who read and write, and by nobody else', () => {
    const { template } = synthesize({ customerKey: true });
    for (const owner of ['Converter', 'Rollup', 'Sweep']) {
      const rights = listRights(listStatements(template, 'AWS::IAM::Policy', owner));
      expect(rights).toContain('kms:Decrypt DataKey');
      expect(rights).toContain('kms:GenerateDataKey DataKey');
    }
  });
});
