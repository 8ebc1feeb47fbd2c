import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Certificate } from './certificate.ts';

export const account = '000000000000';
export const region = 'us-east-1';

/** Root's own, which every emulator of AWS takes; the roles of the functions get theirs from the emulator. */
const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const projectModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** The environment of every client of the emulator (tests, the CDK, `betlake`, scripts): none reaches the real AWS. */
export function toClientEnvironment(port: number, { trusted }: Certificate, folder: string) {
  return {
    ...credentials,
    ...trust(trusted),
    AWS_ENDPOINT_URL: `https://127.0.0.1:${port}`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // A profile of whoever runs this says nothing here.
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    // The CDK remembers accounts by access key there.
    CDK_HOME: join(folder, 'cdk-home'),
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/** The emulator's own environment: strict, so that roles may do only what their policies allow. */
export function toServerEnvironment(
  port: number,
  { certificate, key, trusted }: Certificate,
  folder: string,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|VITEST|NODE)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...credentials,
    ...trust(trusted),
    AUTH: 'true',
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certificate,
    MINISTACK_SSL_KEY: key,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    LAMBDA_EXECUTOR: 'local',
    // For the CDK's own functions, which expect the SDK that Lambda brings along.
    NODE_PATH: projectModules,
    NODE_NO_WARNINGS: '1',
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    TMPDIR: join(folder, 'tmp'),
    PATH: [join(folder, 'bin'), process.env.PATH].join(':'),
  };
}

/** Variables by which Node, Python, curl and the SDKs find out whom to trust. */
function trust(file: string) {
  return {
    NODE_EXTRA_CA_CERTS: file,
    AWS_CA_BUNDLE: file,
    SSL_CERT_FILE: file,
    REQUESTS_CA_BUNDLE: file,
  };
}
