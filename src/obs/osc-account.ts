import { UserError } from '../error.js'

/**
 * Variables of ours that osc may need to find its config, keyrings and library. Not OSC_PASSWORD: a password reaches osc by its
 * config alone, because every process of this user can read the environment of another one.
 */
export const oscVariables = [
  ...['OSC_CONFIG', 'OSC_APIURL', 'OSC_USERNAME', 'OSC_CREDENTIALS_MGR_CLASS', 'XDG_*', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['SSH_AUTH_SOCK', 'KRB5CCNAME', 'GNUPGHOME', 'LD_LIBRARY_PATH', 'PYTHONPATH'],
]

/**
 * What osc 0.169 and 1.28 say when they know no account: before they ask for one, what they end with when nobody
 * answers, and the classes of their errors. They send nothing before that.
 */
export const lacksAccount =
  /does not exist in the config file|are not configured yet|No (?:user|password) (?:configured|found)|No option|EOFError|NoConfigfile|ConfigMissing/

/** What to do about an osc that knows no account for the instance. */
export function noCredentials(apiurl: string | undefined): UserError {
  return new UserError(
    `osc has no credentials for ${apiurl ?? 'the OBS instance'}; run the operation setup-osc for it before, set OSC_CONFIG, or name the instance that is meant by the input \`apiurl\`.`,
  )
}
