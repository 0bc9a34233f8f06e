/**
 * Runs a task for each item, so many at a time, and keeps the items' order in the results. After a failure no
 * further task is started, and the failure is thrown only when all running tasks have ended.
 */
export async function mapInParallel(items, limit, task) {
    const results = [];
    const failures = [];
    const queue = items.entries();
    const work = async () => {
        for (const [index, item] of queue) {
            if (failures.length > 0)
                return;
            try {
                results[index] = await task(item);
            }
            catch (error) {
                failures.push(error);
            }
        }
    };
    await Promise.all(Array.from({ length: limit }, work));
    if (failures.length > 0)
        throw failures[0];
    return results;
}
