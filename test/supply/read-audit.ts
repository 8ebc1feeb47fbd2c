import { z } from 'zod';

const report = z.object({
  auditReportVersion: z.number(),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string(), via: z.array(z.unknown()) }),
  ),
});

export type Audit =
  | { readonly asked: true; readonly findings: readonly string[] }
  | { readonly asked: false; readonly reason: string };

/**
 * What `npm audit --json` said: its findings, or why the registry could not be asked. Some mirrors of the registry
 * give packages and no advisories.
 */
export function readAudit(stdout: string): Audit {
  let said: unknown;
  try {
    said = JSON.parse(stdout);
  } catch {
    return { asked: false, reason: 'npm audit gave no report' };
  }
  const read = report.safeParse(said);
  if (!read.success) {
    const { message } = z.object({ message: z.string() }).catch({ message: 'no report' }).parse(said);
    return { asked: false, reason: message.split(' - ')[0] ?? message };
  }
  const findings = Object.entries(read.data.vulnerabilities).map(([name, { severity, range, via }]) => {
    const titles = via.map((each) =>
      typeof each === 'object' && each && 'title' in each ? each.title : each,
    );
    return `${name} ${range}: ${severity}: ${titles.join('; ')}`;
  });
  return { asked: true, findings };
}
