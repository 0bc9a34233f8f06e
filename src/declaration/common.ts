import { duration, list, path, text } from './input.js'

/** The inputs by which every operation is told what it is about. */
export const planInputs = {
  plan: text({
    description:
      'The output `plan` of the operation plan, in place of config, version and channel: the JSON itself, the path of a file, or artifact:NAME.',
  }),
  config: path({ description: 'The packages.yaml, or the name of a preset such as kubernetes. Default: packages.yaml.' }),
  version: text({
    description:
      'The version or tag to publish, the URL of a text file that holds it, or git for the version of the checkout by git describe. Default: the tag that started the workflow.',
  }),
  channel: text({ description: 'The channel to publish to. Default: the first of the config that takes versions of this kind.' }),
  packages: list({ description: 'Only these packages. Default: all of the config.' }),
}

/** Where the OBS of a plan is, unless it says so itself. */
export const instanceInput = {
  apiurl: text({
    description:
      "The API of the OBS instance. Default: the config's, which is https://api.opensuse.org unless it says otherwise.",
  }),
}

/** How long OBS may take to answer. */
export const requestTimeout = {
  'request-timeout': duration('10m', {
    minimum: 1,
    description:
      'Give up a request to OBS that has not ended after this time; one that sends a file gets longer, one that reads 2m.',
  }),
}

/** The same, and the way to work without a config. */
export const targetInputs = {
  ...planInputs,
  ...instanceInput,
  ...requestTimeout,
  project: text({ description: 'An OBS project to work on without a config; `packages` then names packages in it.' }),
}

/** What of a project is judged. */
export const narrowingInputs = {
  repositories: list({ description: 'Only these repositories (builders). Default: all.' }),
  architectures: list({ description: 'Only these architectures, by any of their names. Default: all.' }),
}

export const artifactInput = (use: string) => text({ description: use })

export const pollInterval = duration('10s', {
  minimum: 1,
  description: 'The longest pause between two looks at OBS, at least 1s.',
})
