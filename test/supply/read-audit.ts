import { z } from 'zod';

const report = z.object({
  auditReportVersion: z.number(),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string(), via: z.array(z.unknown()) }),
  ),
});

export type Audit =
  | { readonly isAudited: true; readonly findings: readonly string[] }
  | { readonly isAudited: false; readonly reason: string };

/**
 * The findings in the output of `npm audit --json`, or why the registry gave none. Some mirrors of the registry
 * give packages and no advisories.
 */
export function readAudit(stdout: string): Audit {
  let output: unknown;
  try {
    output = JSON.parse(stdout);
  } catch {
    return { isAudited: false, reason: 'npm audit gave no report' };
  }
  const read = report.safeParse(output);
  if (!read.success) {
    const { message } = z.object({ message: z.string() }).catch({ message: 'no report' }).parse(output);
    return { isAudited: false, reason: message.split(' - ')[0] ?? message };
  }
  const findings = Object.entries(read.data.vulnerabilities).map(([name, { severity, range, via }]) => {
    const titles = via.map((each) =>
      typeof each === 'object' && each && 'title' in each ? each.title : each,
    );
    return `${name} ${range}: ${severity}: ${titles.join('; ')}`;
  });
  return { isAudited: true, findings };
}
