/**
 * The one entry of the bundle. The stubs in `dist` call it with the folder of the suite, because inside a
 * bundle a module does not know where it lies.
 */
/** Runs an operation as a GitHub action. */
export async function action(name, suite) {
    await (await import('./action/main.js')).runAction(name, suite);
}
/** Runs the command line. */
export async function command(words, suite) {
    await (await import('./cli/main.js')).runCommand(words, suite);
}
/** Serves the front end of a sandbox until it is told to stop. */
export async function gateway(configFile) {
    await (await import('./sandbox/gateway.js')).serveGateway(configFile);
}
/** Rehearses a release on this machine. */
export async function rehearsal(words, suite) {
    await (await import('./rehearsal/main.js')).runRehearsal(words, suite);
}
