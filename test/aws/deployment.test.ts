import { describe, it } from 'vitest';
import { bootstrap, deploy, destroy } from './deployment/cdk.ts';

describe('x', () => {
  it('deploys', async () => {
    await bootstrap();
    await deploy();
  }, 600_000);
  it('dest', async () => {
    await destroy();
  });
});
