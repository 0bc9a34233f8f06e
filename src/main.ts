/**
 * The one entry of the bundle. The stubs in `dist` call it with the folder of the suite, because inside a
 * bundle a module does not know where it lies.
 */

/** Runs an operation as a GitHub action. */
export async function action(name: string, suite: string): Promise<void> {
  await (await import('./action/action.js')).runAction(name, suite)
}

/** Runs the command line. */
export async function command(words: readonly string[], suite: string): Promise<void> {
  await (await import('./cli/command.js')).runCommand(words, suite)
}

/** Serves the front end of a sandbox until it is told to stop. */
export async function gateway(configFile: string): Promise<void> {
  await (await import('./sandbox/gateway.js')).serveGateway(configFile)
}

/** Rehearses a release on this machine. */
export async function rehearsal(words: readonly string[], suite: string): Promise<void> {
  await (await import('./rehearsal/rehearsal-command.js')).runRehearsal(words, suite)
}
