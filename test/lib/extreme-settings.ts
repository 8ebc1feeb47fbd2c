import * as z from 'zod';
import { stageSettings } from '../../bin/app-configuration.ts';

type Schema = z.core.JSONSchema.BaseSchema;

const toRoleArn = (path: string) => `arn:aws:iam::123456789012:role/${path}`;

/** The least and the most that a setting may be, of those that the declaration does not bound by itself. */
const declaredHere: Readonly<Record<string, readonly [unknown, unknown]>> = {
  'dateRange.first': ['1900-01-01', '2026-01-01'],
  'dateRange.last': ['2026-01-02', '9999-12-31'],
  alarmEmail: [undefined, `${'a'.repeat(64)}@${'b'.repeat(63)}.example`],
  // Not beside the settings of a bucket of the stack's own; existing-things.test.ts has it.
  landingBucket: [undefined, undefined],
  landing: [{}, { archiveAfterDays: 3649, expireAfterDays: 3650 }],
  producers: [[], Array.from({ length: 20 }, (_, index) => toRoleArn(`${index}${'x'.repeat(500)}`))],
  permissionsBoundary: [undefined, 'x'.repeat(128)],
  tags: [
    {},
    Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`${index}${'x'.repeat(126)}`, 'y'.repeat(256)]),
    ),
  ],
  customerKey: [false, true],
  stakeTypes: [[], Array.from({ length: 80 }, (_, index) => Number.MAX_SAFE_INTEGER - index)],
  voidStatuses: [[], Array.from({ length: 10 }, (_, index) => `${index}${'\u{1F0CF}'.repeat(30)}`)],
};

/** A setting by its path in cdk.json, with the least and the most that it may be. */
export type Extremes = readonly (readonly [path: string, least: unknown, most: unknown])[];

/**
 * Every setting of a stage with its extremes, from the declaration that cdk.json is checked by.
 *
 * @throws Error naming a setting of which they are not known
 */
export function listExtremes(): Extremes {
  return listBelow(z.toJSONSchema(stageSettings, { io: 'input', unrepresentable: 'any' }), '');
}

function listBelow(schema: Schema, path: string): Extremes {
  const declared = declaredHere[path];
  if (declared) return [[path, ...declared]];
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([name, below]) =>
      listBelow(below as Schema, path === '' ? name : `${path}.${name}`),
    );
  }
  if (schema.type === 'boolean') return [[path, false, true]];
  if (schema.enum) {
    const values = [...schema.enum].sort((a, b) => Number(a) - Number(b));
    return [[path, values[0], values.at(-1)]];
  }
  if (schema.minimum === undefined || schema.maximum === undefined)
    throw new Error(`${path}: say in ${import.meta.url} what it may be at least and at most`);
  return [[path, schema.minimum, schema.maximum]];
}

/** The settings of a stage of which each is at one of its extremes. */
export function toSettings(choose: (index: number) => 'least' | 'most'): Record<string, unknown> {
  const settings: Record<string, Record<string, unknown>> = {};
  for (const [index, [path, least, most]] of listExtremes().entries()) {
    const [name = '', below] = path.split('.');
    const value = choose(index) === 'least' ? least : most;
    if (below === undefined) Object.assign(settings, { [name]: value });
    else settings[name] = { ...settings[name], [below]: value };
  }
  // The one setting that another has to confirm.
  return { ...settings, ...(settings.emptyBuckets && { removalPolicy: 'destroy' }) };
}
