import { join } from 'node:path';
/** The folder for what is needed between runs, below the output: specs, sources, logs, stamps. */
export function workFolder(output) {
    return join(output, '.work');
}
