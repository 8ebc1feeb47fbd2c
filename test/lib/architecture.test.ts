import { readFileSync } from 'node:fs';
import { CfnResource } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

const document = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
const diagram = /```mermaid\n(.+?)```/s.exec(document)?.[1] ?? '';
const boxes = [...diagram.matchAll(/^ +([A-Z]\w+)[[({]/gm)].map(([, id = '']) => id);
const arrows = [...diagram.matchAll(/^ +([A-Z]\w+) -.*> ([A-Z]\w+)$/gm)].map(([, from = '', to = '']) => [
  from,
  to,
]);

const { stack } = synthesize();
const resources = new Map(
  stack.node
    .findAll()
    .filter((construct) => CfnResource.isCfnResource(construct))
    .map((resource) => {
      const path = resource.node.path.split('/').slice(1).join('_');
      return [path.replace(/_Resource$/, ''), resource.cfnResourceType];
    }),
);

/** What a reader expects in the picture; of alarms it shows one for all. */
const shown = new Set([
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::Events::Rule',
  'AWS::Glue::Database',
  'AWS::Athena::WorkGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::KMS::Key',
  'AWS::CloudWatch::Dashboard',
]);

describe('the diagram of the architecture', () => {
  it('has no box that is not deployed', () => {
    expect(boxes.length).toBeGreaterThan(10);
    expect(boxes.filter((box) => !resources.has(box))).toEqual([]);
  });

  it('has a box for everything that works, keeps or watches', () => {
    const expected = [...resources].filter(([, type]) => shown.has(type)).map(([path]) => path);
    const ours = expected.filter((path) => !path.startsWith('BucketNotificationsHandler'));
    expect(ours.filter((path) => !boxes.includes(path))).toEqual([]);
  });

  it('has arrows between its boxes alone, and leaves no box by itself', () => {
    const ends = new Set(arrows.flat());
    expect([...ends].filter((end) => !boxes.includes(end))).toEqual([]);
    expect(boxes.filter((box) => !ends.has(box))).toEqual([]);
  });
});
