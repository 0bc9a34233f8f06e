import { formatSize } from '../host/size.js';
const interval = 5000;
/** Logs one line in five seconds at most, whatever number of downloads is under way. */
export function startProgress(host) {
    const running = new Map();
    let last = host.clock.now();
    const tell = () => {
        if (host.clock.now() - last < interval)
            return;
        last = host.clock.now();
        host.log.info(describe(running));
    };
    return {
        begin: (name) => {
            running.set(name, { received: 0, total: undefined });
            return (received, total) => {
                running.set(name, { received, total });
                tell();
            };
        },
        end: (name) => void running.delete(name),
    };
}
function describe(running) {
    const each = [...running.values()];
    const received = each.reduce((sum, one) => sum + one.received, 0);
    const total = each.reduce((sum, one) => sum + (one.total ?? NaN), 0);
    const share = Number.isNaN(total) ? formatSize(received) : `${Math.floor((100 * received) / total)} % of ${formatSize(total)}`;
    return `downloading: ${share} (${[...running.keys()].join(', ')})`;
}
