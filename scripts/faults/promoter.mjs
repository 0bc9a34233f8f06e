import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProxy } from './proxy.mjs'
import { inspect, makePublisher } from './publisher.mjs'

/** Lets somebody apply a promotion.yaml that publishes what is built, and one that withdraws it, again and again. */
export function gatherPromoters(sandbox) {
  const idle = []
  const all = []
  /** A way to change what is published: `published` or `withdrawn`. */
  const subject = (name, wanted, sample) => ({
    name,
    sample,
    async begin() {
      const fit = idle.findIndex(({ state }) => state !== wanted)
      const promoter = (fit === -1 ? idle.shift() : idle.splice(fit, 1)[0]) ?? (await makePromoter(sandbox))
      if (!all.includes(promoter)) all.push(promoter)
      if (promoter.state === wanted) await promoter.make(wanted === 'published' ? 'withdrawn' : 'published')
      promoter.write(wanted)
      return {
        project: promoter.project,
        proxy: promoter.proxy,
        run: () => promoter.apply(),
        judge: () => promoter.judge(wanted),
        end(outcome) {
          promoter.state = wanted
          // What went wrong there once would go wrong again.
          if (outcome !== 'wrong') idle.push(promoter)
        },
      }
    },
  })
  return {
    subjects: [
      subject('a promotion', 'published', [
        [/cmd=release/, 'closed after the effect'],
        [/cmd=release/, '504 after the effect'],
        [/\/_result/, 'an empty result list'],
        [/view=info/, 'half a body'],
      ]),
      subject('a withdrawal', 'withdrawn', [
        [/^DELETE /, 'closed after the effect'],
        [/^DELETE /, 'hang'],
        [/view=info/, '500'],
      ]),
    ],
    close() {
      for (const promoter of all) promoter.remove()
    },
  }
}

/** A project whose version is built and recorded, and not published. */
async function makePromoter(sandbox) {
  const proxy = await startProxy(sandbox.apiurl)
  const publisher = makePublisher(sandbox, proxy.url)
  const { project } = publisher
  const run = async (operation, inputs) => {
    const { code, said, outputs } = await publisher.run(operation, inputs)
    if (code !== 0) throw new Error(`${operation} without a fault ends with ${code}:\n${said}`)
    return outputs
  }
  const common = { 'repository-url': sandbox.downloadUrl, checks: 'presence', 'verify-install': 'none' }
  const limits = { 'poll-interval': '1s', 'request-timeout': '3s', timeout: '2m', 'verify-timeout': '2m' }
  const version = { version: '1.0.0' }
  await publisher.signIn()
  await run('obs-provision', version)
  await run('build-tarball', { ...version, compression: 'fast' })
  await run('render-specs', version)
  const { revisions } = await run('obs-push', version)
  await run('obs-wait', { ...version, revisions: JSON.stringify(revisions), 'poll-interval': '1s' })
  await run('promote', { ...common, ...version, mode: 'record' })
  const file = join(publisher.folder, 'promotion.yaml')
  const published = readFileSync(file, 'utf8')
  const texts = { published, withdrawn: published.replace(/^( +)version: 1\.0\.0\n/m, '$&$1yanked: says goodbye\n') }
  const apply = () => publisher.run('promote', { ...common, ...limits, mode: 'apply' })
  const write = (state) => writeFileSync(file, texts[state])
  const promoter = {
    project,
    proxy,
    state: 'withdrawn',
    write,
    apply,
    /** Makes it so without a fault. */
    async make(state) {
      write(state)
      const { code, said } = await apply()
      if (code !== 0) throw new Error(`promote without a fault ends with ${code}:\n${said}`)
      promoter.state = state
    },
    /** What is wrong with what OBS has now: undefined when it is what the list says, once, and one more run changes nothing. */
    async judge(state) {
      const before = await inspect(sandbox, project)
      const count = state === 'published' ? 1 : 0
      if (before.containers.length !== count) return `there are ${before.containers.length} containers`
      if (before.binaries.length !== count) return `what is published is ${before.binaries.join(', ') || 'nothing'}`
      const { code, outputs, said } = await apply()
      if (code !== 0 || outputs.changed !== false)
        return `one more run ends with ${code}, changed ${outputs.changed}: ${said.trim().split('\n').at(-1)}`
      const after = await inspect(sandbox, project)
      return JSON.stringify(after) === JSON.stringify(before) ? undefined : 'one more run changed something'
    },
    remove() {
      proxy.close()
      publisher.remove()
    },
  }
  return promoter
}
