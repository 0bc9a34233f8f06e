function declare(type, options, parse) {
    return {
        type,
        description: options.description,
        required: options.required ?? false,
        secret: options.secret ?? false,
        ...(options.default === undefined ? {} : { default: options.default }),
        parse,
    };
}
export function text(options) {
    return declare('text', options, (value) => value);
}
export function path(options) {
    return declare('path', options, (value) => value);
}
/** Several values, separated by newlines or commas; absent means an empty list. */
export function list(options) {
    const split = (value) => value
        .split(/[\n,]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
    return declare('list', { default: '', ...options }, split);
}
/** True or false in the spellings of the YAML 1.2 core schema. */
export function boolean(options) {
    return declare('boolean', options, (value) => {
        if (/^(true|True|TRUE)$/.test(value))
            return true;
        if (/^(false|False|FALSE)$/.test(value))
            return false;
        throw new Error(`must be true or false, not ${JSON.stringify(value)}`);
    });
}
/** A whole number of at least `minimum`. */
export function integer(options) {
    return declare('integer', options, (value) => {
        const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = options;
        const number = Number(value);
        if (!/^\d+$/.test(value) || number < minimum || number > maximum) {
            throw new Error(`must be a whole number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`);
        }
        return number;
    });
}
const unitSeconds = { h: 3600, m: 60, s: 1 };
/** A span of time such as `5h30m`, `90s` or `90` (seconds); the value is in milliseconds. */
export function duration(standard, options) {
    return declare('duration', { ...options, default: standard }, (value) => {
        const parts = /^(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s?)?$/.exec(value);
        if (value === '' || !parts?.groups)
            throw new Error(`must be a duration such as 5h30m or 90s, not ${JSON.stringify(value)}`);
        const { h = 0, m = 0, s = 0 } = parts.groups;
        return (Number(h) * unitSeconds.h + Number(m) * unitSeconds.m + Number(s)) * 1000;
    });
}
/** One of a few words. */
export function choice(choices, options) {
    const input = declare('choice', options, (value) => {
        const found = choices.find((candidate) => candidate === value);
        if (found === undefined)
            throw new Error(`must be one of ${choices.join(', ')}, not ${JSON.stringify(value)}`);
        return found;
    });
    return { ...input, choices };
}
export function json(check, options) {
    return declare('json', options, (value) => {
        let parsed;
        try {
            parsed = JSON.parse(value);
        }
        catch (error) {
            throw new Error(`is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        }
        return check(parsed);
    });
}
