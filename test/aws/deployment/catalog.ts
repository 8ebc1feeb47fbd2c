import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { callAws } from '../emulator/call-aws.ts';
import { stackName } from './cdk.ts';
import type { Deployed } from './deployed.ts';

/** A table or view as the catalog holds it or a template declares it. */
export interface Table {
  readonly Name: string;
  readonly [field: string]: unknown;
}

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly TableInput: Table };
}

/** The tables and views of the deployed database, as Glue lists them. */
export async function readCatalog(database: string): Promise<Table[]> {
  const { TableList } = await callAws<{ TableList: Table[] }>('glue', 'get_tables', {
    DatabaseName: database,
    MaxResults: 100,
  });
  return sortByName(TableList);
}

/** The tables and views that the deployed template declares, with the names that CloudFormation gave. */
export async function readDeclaredTables({ physicalIds }: Deployed): Promise<Table[]> {
  const path = join(inject('folder'), 'cdk.out', `${stackName}.template.json`);
  const { Resources } = JSON.parse(await readFile(path, 'utf8')) as { Resources: Record<string, Resource> };
  const tables = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Glue::Table');
  return sortByName(tables.map(({ Properties }) => resolve(Properties.TableInput, physicalIds) as Table));
}

/** A value of a template with its references put in. */
function resolve(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, ids));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return ids.get(String(value.Ref));
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map((part) => resolve(part, ids)).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, ids)]));
}

function sortByName(tables: Table[]): Table[] {
  return tables.sort((a, b) => (a.Name < b.Name ? -1 : 1));
}
