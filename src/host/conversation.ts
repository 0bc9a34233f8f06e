import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { childEnvironment, type Environment } from './environment.js'

/** A program that is spoken to line by line for as long as it is needed. */
export interface Conversation {
  /** Sends a line. */
  say(line: string): void
  /** Ends the program. */
  end(): void
  /** Whether our process waits for the program: one that nobody waits for keeps nothing alive, and ends with us. */
  hold(waiting: boolean): void
}

/** What happens in a conversation. */
export interface Listener {
  /** A line of the program's standard output. */
  onLine(line: string): void
  /** The program has ended, or could not be started; with the last of what it wrote to standard error. */
  onEnd(stderr: string): void
}

/** What of a program's complaints is remembered, in characters. */
const remembered = 4000

/** Starts a program whose standard input and output are lines. @actions/exec takes its input as one buffer, hence node:child_process. */
export function converse(
  program: string,
  args: readonly string[],
  listener: Listener,
  ours: Environment,
  inherit: readonly string[],
  added: Readonly<Record<string, string>>,
): Conversation {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: childEnvironment(ours, inherit, added) })
  let complaints = ''
  let over = false
  const end = (reason: string) => {
    if (over) return
    over = true
    listener.onEnd(reason.trim())
  }
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-remembered)))
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!over) listener.onLine(line)
  })
  // A program that has just ended cannot be written to; its end is told below.
  child.stdin.on('error', () => undefined)
  child.on('error', (error) => end(error.message))
  child.on('close', () => end(complaints))
  const holders = [child, child.stdin, child.stdout, child.stderr]
  return {
    say: (line) => void child.stdin.write(`${line}\n`),
    end() {
      end('it was ended')
      child.kill('SIGKILL')
    },
    hold(waiting) {
      // Pipes of a child are sockets, which the type of a stream does not say.
      for (const each of holders as { ref?(): void; unref?(): void }[]) {
        if (waiting) each.ref?.()
        else each.unref?.()
      }
    },
  }
}
