import { handOver, installDependencies } from './fresh-clone.mjs';

installDependencies();
await handOver('./start.mts');
