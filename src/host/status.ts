/** Milliseconds between two lines about how far something is, where lines stay. */
const shortest = 10_000

/** Keeps back what is told too often for a log: the newest is told when the time has come and somebody tells again. */
export function throttleStatus(print: (message: string) => void, now: () => number): (message: string) => void {
  let last = -Infinity
  return (message) => {
    if (message === '' || now() - last < shortest) return
    last = now()
    print(message)
  }
}
