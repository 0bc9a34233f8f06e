import { createReadStream } from 'node:fs';
import { WorkError } from '../error.js';
/** Reads stanza after stanza, so that an index of any size needs little memory. Throws a {@link WorkError} for a line that is no field. */
export async function* readStanzas(lines) {
    let stanza = new Map();
    let field;
    let number = 0;
    for await (const line of lines) {
        number++;
        if (line.trim() === '') {
            if (stanza.size > 0)
                yield stanza;
            stanza = new Map();
            field = undefined;
        }
        else if (/^[ \t]/.test(line)) {
            if (field === undefined)
                throw new WorkError(`line ${number} continues no field`);
            stanza.set(field, `${stanza.get(field) ?? ''}\n${line.trim()}`);
        }
        else {
            const [, name, value] = /^([^:\s]+):([^]*)$/.exec(line) ?? [];
            if (name === undefined || value === undefined)
                throw new WorkError(`line ${number} is no field`);
            field = name.toLowerCase();
            stanza.set(field, value.trim());
        }
    }
    if (stanza.size > 0)
        yield stanza;
}
/** The lines of a file, split at newlines alone. */
export async function* readLines(file) {
    let rest = '';
    for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
        // With an encoding the stream yields strings.
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
    }
    if (rest !== '')
        yield rest;
}
