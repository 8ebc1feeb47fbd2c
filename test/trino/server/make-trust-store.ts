import { join } from 'node:path';
import { runProgram } from '../../aws/emulator/run-program.ts';

/** Of the store, which holds nothing secret. */
const password = 'public';

/**
 * Has a Java trust a server that shows a certificate of its own, and nobody else.
 *
 * @param java the program
 * @param certificate the file of the certificate, as PEM
 * @param folder where the store is put
 * @returns the options for that Java
 */
export async function makeTrustStore(java: string, certificate: string, folder: string): Promise<string[]> {
  const store = join(folder, 'trusted.p12');
  // keytool by its class: a runtime without tools has that too.
  const keytool = ['-m', 'java.base/sun.security.tools.keytool.Main'];
  const what = ['-importcert', '-noprompt', '-alias', 'emulator', '-file', certificate];
  const where = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', password];
  await runProgram(java, [...keytool, ...what, ...where], { seconds: 60 });
  return [`-Djavax.net.ssl.trustStore=${store}`, `-Djavax.net.ssl.trustStorePassword=${password}`];
}
