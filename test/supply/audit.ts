import { spawnSync } from 'node:child_process';
import { readAudit } from './read-audit.ts';

/* `npm run audit`: fails on any known vulnerability of a locked package, and says so where the registry gives no advisories. */

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', timeout: 120_000 });
const audit = readAudit(stdout);
if (!audit.isAudited) {
  console.warn(
    `NOT AUDITED: the registry in use gives no advisories (${audit.reason}); run npm audit against one that does`,
  );
} else {
  for (const finding of audit.findings) console.error(finding);
  console.log(`audited: ${audit.findings.length} findings`);
  if (audit.findings.length > 0) process.exitCode = 1;
}
