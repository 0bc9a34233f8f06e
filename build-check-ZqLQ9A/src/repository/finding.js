export function pass(check, subject, evidence) {
    return { check, subject, passed: true, evidence };
}
export function fail(check, subject, evidence) {
    return { check, subject, passed: false, evidence };
}
/** Whether a slow download network could explain what was seen. */
export function isUnsettled(finding) {
    return !finding.passed && finding.lasting !== true;
}
/** The result that is shown. */
export function toResult({ check, subject, passed, evidence }) {
    return { check, subject, passed, evidence };
}
