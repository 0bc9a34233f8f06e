/** Declares an operation; the types of inputs and outputs follow from the record. */
export function operation(declaration) {
    return declaration;
}
/** An output as text, in a report or as the output of an action. */
export function showOutput(value) {
    return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
}
