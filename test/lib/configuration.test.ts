import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfiguration } from '../../bin/app-configuration.ts';

const read = (context: Record<string, unknown>) => readConfiguration((key) => context[key], '2026-01-01');
const readDev = (settings: Record<string, unknown>) => read({ stage: 'dev', betlake: { dev: settings } });

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readDev({})).toMatchObject({
      stage: 'dev',
      removalPolicy: 'retain',
      emptyBuckets: false,
      architecture: 'arm64',
      dateRange: { first: '2015-01-01', last: '2040-12-31' },
      debits: 'negative',
      stakeTypes: [1],
      voidStatuses: [],
      refreshDelaySeconds: 300,
      customerKey: false,
    });
  });

  it('can be given as JSON on the command line', () => {
    const configuration = read({ stage: 'qa', betlake: '{"qa": {"voidStatuses": ["V"]}}' });
    expect(configuration).toMatchObject({ stage: 'qa', voidStatuses: ['V'] });
  });

  it.each([
    ['a setting that is not there', { architectur: 'arm64' }, /betlake\.dev: .*architectur/],
    ['another architecture', { architecture: 'mips' }, /betlake\.dev\.architecture: .*arm64/],
    ['memory that Lambda has not', { memoryMib: { convert: 20_000 } }, /betlake\.dev\.memoryMib\.convert/],
    ['a day that is not there', { dateRange: { first: '2015-02-30' } }, /betlake\.dev\.dateRange\.first/],
    ['a range that ends before it begins', { dateRange: { first: '2041-01-01' } }, /first to be before last/],
    ['a range that is over', { dateRange: { last: '2025-12-31' } }, /expected a day in the future/],
    ['an address that is none', { alarmEmail: 'somebody' }, /betlake\.dev\.alarmEmail/],
    ['days that CloudWatch does not keep logs for', { days: { logs: 42 } }, /betlake\.dev\.days\.logs: .*30/],
    [
      'landing objects that are archived after they are gone',
      { landing: { archiveAfterDays: 90, expireAfterDays: 90 } },
      /landing: expected archiveAfterDays to be less/,
    ],
    ['emptying of buckets that are retained', { emptyBuckets: true }, /emptyBuckets: expected false unless/],
  ])('fails when it has %s', (_, settings, message) => {
    expect(() => readDev(settings)).toThrow(ConfigurationError);
    expect(() => readDev(settings)).toThrow(message);
  });

  it('fails when the stage is not among its stages, and names those', () => {
    expect(() => read({ stage: 'prd', betlake: { dev: {}, prod: {} } })).toThrow(/"prd".*dev, prod/);
  });

  it('fails when the stage has a name that resources cannot have', () => {
    expect(() => read({ stage: 'My Stage', betlake: {} })).toThrow(/stage: expected up to 16/);
  });

  it('fails when it is not JSON', () => {
    expect(() => read({ betlake: '{dev' })).toThrow(/expected JSON, got \{dev/);
  });
});
