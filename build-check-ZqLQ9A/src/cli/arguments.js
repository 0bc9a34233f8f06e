import { UserError } from '../error.js';
/**
 * Reads `<operation> --input value --input=value --flag [--json] [--help]`. An option without a value is
 * `true`, which is how booleans are set.
 */
export function readArguments(words) {
    const values = {};
    const problems = [];
    let operation;
    let json = false;
    let help = false;
    for (let index = 0; index < words.length; index++) {
        const word = words[index] ?? '';
        if (word === '--json')
            json = true;
        else if (word === '--help' || word === '-h')
            help = true;
        else if (word.startsWith('--')) {
            const [name = '', ...attached] = word.slice(2).split('=');
            const next = words[index + 1];
            if (attached.length > 0)
                values[name] = attached.join('=');
            else if (next !== undefined && !next.startsWith('--')) {
                values[name] = next;
                index++;
            }
            else
                values[name] = 'true';
        }
        else if (operation === undefined)
            operation = word;
        else
            problems.push({ message: `\`${word}\` is no option; inputs are given as --name value.` });
    }
    if (problems.length > 0)
        throw new UserError(problems);
    return { operation, values, json, help };
}
