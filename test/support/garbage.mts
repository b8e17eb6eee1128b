import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects what nothing refers to any more; code that is being compiled may refer to something still. */
export const collectGarbage = runInNewContext('gc') as () => void;
