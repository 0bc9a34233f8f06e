import { readVersion } from '../../version/version.js';
// A time like any other, for releases that state none: equal inputs must give equal bytes.
const standardTime = 1_000_000_000;
/**
 * When a version was released, in seconds since the epoch: SOURCE_DATE_EPOCH, or else the date of its tag in the
 * checkout, or else a fixed time. Never the present: the same inputs give the same bytes.
 */
export async function releaseTime({ upstream }, host) {
    const given = host.env['SOURCE_DATE_EPOCH'];
    if (given !== undefined && /^\d+$/.test(given))
        return Number(given);
    for (const tag of [`v${upstream}`, upstream]) {
        const { code, stdout } = await git(host, ['log', '-1', '--format=%ct', `refs/tags/${tag}`]);
        if (code === 0 && /^\d+$/.test(stdout.trim()))
            return Number(stdout.trim());
    }
    return standardTime;
}
/** The tags of the checkout that are versions, the newest first. */
export async function listTags(host) {
    const format = '%(refname:short)%09%(creatordate:unix)%09%(contents:subject)';
    const { code, stdout } = await git(host, ['for-each-ref', '--sort=-creatordate', `--format=${format}`, 'refs/tags']);
    if (code !== 0)
        return [];
    return stdout.split('\n').flatMap((line) => {
        const [name = '', time = '', message = ''] = line.split('\t');
        const version = readVersion(name);
        return version ? [{ version, time: Number(time), message }] : [];
    });
}
/** `git describe` of the checkout; undefined when there is no checkout or no tag. */
export async function describeCheckout(host) {
    const { code, stdout } = await git(host, ['describe', '--tags', '--long', '--match', '*[0-9].[0-9]*']);
    return code === 0 ? stdout.trim() : undefined;
}
async function git(host, args) {
    const cwd = host.directories.work;
    // The owner of a checkout in a job container is mostly another user, which git refuses by itself.
    return host
        .exec('git', ['-c', `safe.directory=${cwd}`, ...args], { cwd, allow: 'any' })
        .catch(() => ({ code: 127, stdout: '' }));
}
