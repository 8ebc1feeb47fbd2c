import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** What the emulator shows of itself, and what makes others believe it. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** The certificate and whatever this machine trusts beside Node's own roots, in one file. */
  readonly trusted: string;
}

/**
 * Makes a certificate for 127.0.0.1, good for a day.
 *
 * @throws Error where there is no openssl
 */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const names = ['subjectAltName=IP:127.0.0.1,DNS:localhost', 'basicConstraints=critical,CA:FALSE'];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=betlake-test'];
  const files = ['-keyout', key, '-out', certificate];
  const extensions = names.flatMap((name) => ['-addext', name]);
  await runProgram('openssl', [...args, ...files, ...extensions], { seconds: 60 }).catch((error) => {
    throw new Error('a certificate for the emulator could not be made: openssl 1.1.1 or newer is needed', {
      cause: error,
    });
  });
  const trusted = join(folder, 'trusted.pem');
  const { NODE_EXTRA_CA_CERTS } = process.env;
  const others = NODE_EXTRA_CA_CERTS ? await readFile(NODE_EXTRA_CA_CERTS, 'utf8').catch(() => '') : '';
  await writeFile(trusted, `${await readFile(certificate, 'utf8')}\n${others}`);
  return { certificate, key, trusted };
}
