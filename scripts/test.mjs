import { handOver, installDependencies } from './fresh-clone.mjs';

installDependencies();
await handOver('./test.mts');
