import { inject } from 'vitest';
import { runProgram } from './run-program.ts';

const script = `
import boto3, json, sys
service, operation, parameters = sys.argv[1:]
response = getattr(boto3.client(service), operation)(**json.loads(parameters))
print(json.dumps(response, default=lambda value: value.read().decode() if hasattr(value, "read") else str(value)))
`;

/**
 * Calls AWS as an operator would, by another SDK than the project's own.
 *
 * @param operation in boto3's words: `get_tables`
 * @returns the response as JSON has it
 */
export async function callAws<T>(service: string, operation: string, parameters: object): Promise<T> {
  const args = ['-c', script, service, operation, JSON.stringify(parameters)];
  return JSON.parse(await runProgram(inject('python'), args, { seconds: 120 })) as T;
}
