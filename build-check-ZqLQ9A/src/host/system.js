import { workflowArtifacts, noArtifacts } from './artifact.js';
import { systemClock } from './clock.js';
import { systemExec } from './exec.js';
import { systemHttp } from './http.js';
/** The real host of a run. */
export function systemHost({ log, env: given, directories, onExport, onPath }) {
    const env = { ...given };
    const exec = systemExec(log, env);
    return {
        exec,
        http: systemHttp(systemClock),
        clock: systemClock,
        log,
        artifacts: env['ACTIONS_RUNTIME_TOKEN'] ? workflowArtifacts(exec, directories.temp) : noArtifacts(),
        env,
        directories,
        exportVariable(name, value) {
            env[name] = value;
            onExport(name, value);
        },
        addPath(folder) {
            env['PATH'] = `${folder}:${env['PATH'] ?? ''}`;
            onPath(folder);
        },
    };
}
