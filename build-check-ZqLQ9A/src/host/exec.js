import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../error.js';
/** Runs programs of this machine by @actions/exec; output is collected, never shown. */
export function systemExec(log, environment) {
    return async (program, args, options = {}) => {
        const { getExecOutput } = await import('@actions/exec');
        const command = [program, ...args].join(' ');
        log.debug(`run: ${command}`);
        const hint = options.hint === undefined ? {} : { hint: options.hint };
        const env = {};
        for (const [key, value] of Object.entries({ ...environment, ...options.env }))
            if (value !== undefined)
                env[key] = value;
        const file = await findProgram(program, env['PATH'] ?? '');
        if (file === undefined)
            throw new ToolError({ command, code: undefined, stderr: `${program} is not installed`, ...hint });
        const [tool = file, ...toolArgs] = [
            // @actions/exec leaves standard input open, and a program that asks a question would wait for ever.
            ...(options.input === undefined ? ['/bin/sh', '-c', 'exec "$@" </dev/null', 'sh'] : []),
            ...(options.timeout === undefined ? [] : ['timeout', '--kill-after=10', String(options.timeout)]),
            file,
            ...args,
        ];
        let result;
        try {
            result = await getExecOutput(`"${tool}"`, toolArgs, {
                silent: true,
                ignoreReturnCode: true,
                env,
                ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
                ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
            });
        }
        catch (error) {
            throw new ToolError({ command, code: undefined, stderr: error instanceof Error ? error.message : String(error), ...hint });
        }
        const { exitCode: code, stdout, stderr } = result;
        const allowed = options.allow ?? [0];
        if (allowed !== 'any' && !allowed.includes(code)) {
            throw new ToolError({
                command,
                code,
                stderr: stderr || stdout,
                ...(options.hint === undefined ? {} : { hint: options.hint }),
            });
        }
        return { code, stdout, stderr };
    };
}
/** The file that a program's name means on a search path; a name with a slash is the file itself. */
export async function findProgram(program, searchPath) {
    const candidates = program.includes('/') ? [program] : searchPath.split(':').map((folder) => join(folder || '.', program));
    for (const file of candidates) {
        const executable = await access(file, constants.X_OK).then(() => true, () => false);
        if (executable)
            return file;
    }
    return undefined;
}
