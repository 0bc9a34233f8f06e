import { markup } from './html.js'

/** How a page of results looks: in light and dark, on a phone and on a desk. */
export const pageStyle = markup`
:root {
  --page: #fff; --sheet: #fff; --text: #1f2328; --quiet: #57606a; --line: #d1d9e0; --head: #f6f8fa; --link: #0757b8;
  --failed: #a3160f; --on-failed: #fdeceb; --unproved: #5b3db3; --on-unproved: #f2eefc;
  --warning: #744500; --on-warning: #fff3d1; --passed: #11632b; --on-passed: #e7f6ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --sheet: #1c2129; --text: #e6edf3; --quiet: #9ba4ae; --line: #363d47; --head: #161b22; --link: #79b8ff;
    --failed: #ffa198; --on-failed: #3a1616; --unproved: #cbb9ff; --on-unproved: #271f45;
    --warning: #f2c463; --on-warning: #342804; --passed: #7ee09a; --on-passed: #10291a;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3rem; -webkit-text-size-adjust: 100%; }
body {
  max-width: 70rem; margin: 0 auto; padding: 1.25rem 1.5rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0 0 .75rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .75rem; font-size: 1.25rem; }
h3 { display: inline; font-size: 1rem; }
p { margin: .25rem 0; }
i { font-style: normal; font-weight: 700; }
a { color: var(--link); }
code { padding: .05em .3em; border-radius: .25rem; background: var(--head); font: .875em/1.4 ui-monospace, monospace; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
.failed { --state: var(--failed); --on-state: var(--on-failed); }
.unproved { --state: var(--unproved); --on-state: var(--on-unproved); }
.warning { --state: var(--warning); --on-state: var(--on-warning); }
.passed { --state: var(--passed); --on-state: var(--on-passed); }
.verdict {
  display: flex; gap: .75rem; align-items: baseline; margin: 0 0 .75rem; padding: .75rem 1rem; border-radius: .5rem;
  border: 1px solid var(--state); background: var(--on-state);
}
.verdict i { font-size: 1.25rem; color: var(--state); }
.verdict strong { color: var(--state); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a { padding: .25rem 0; }
.troubles { margin: 0; padding: 0; list-style: none; }
.troubles > li {
  margin: 0 0 .75rem; padding: .6rem .9rem; border: 1px solid var(--line); border-left: .3rem solid var(--state);
  border-radius: .375rem;
}
.troubles > li:target { background: var(--on-state); }
.troubles span { margin-right: .4rem; padding: .1rem .45rem; border-radius: .25rem; background: var(--on-state); color: var(--state); }
summary { cursor: pointer; padding: .25rem 0; }
li summary, [popover] summary { color: var(--link); font-size: .9375rem; }
details ol { margin: .25rem 0; padding-left: 1.75rem; }
details li { white-space: pre-wrap; }
.package { margin: 0 0 .75rem; border: 1px solid var(--line); border-radius: .375rem; }
.package > summary { padding: .6rem .9rem; }
.package > summary span { margin-left: .5rem; color: var(--quiet); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
.none b { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .3rem .6rem; border-top: 1px solid var(--line); text-align: left; vertical-align: baseline; font-weight: 400; }
th:first-child { width: 24%; padding-left: .9rem; }
thead th { position: sticky; top: 0; background: var(--head); color: var(--quiet); font-size: .875rem; font-weight: 600; }
th[scope=rowgroup] { padding-top: .7rem; font-weight: 600; }
thead th:not(:first-child) { padding-left: 1.1rem; }
#repositories table { border: 1px solid var(--line); }
#repositories th:first-child { width: 40%; }
td > a, td > button {
  display: block; width: fit-content; min-height: 1.75rem; margin: 0; padding: .1rem .5rem; border: 1px solid transparent;
  border-radius: .25rem; background: none; color: var(--state); font: inherit; text-align: left; cursor: pointer;
  overflow-wrap: anywhere;
}
td > a { background: var(--on-state); }
td > :is(a, button):hover { border-color: var(--state); }
.none { display: block; padding: .15rem .5rem; color: var(--quiet); }
[popover] {
  max-width: min(36rem, calc(100vw - 1.5rem)); max-height: 70vh; padding: .75rem 1rem; overflow: auto;
  border: 1px solid var(--quiet); border-radius: .5rem; background: var(--sheet); color: var(--text);
  box-shadow: 0 .5rem 1.5rem rgb(0 0 0 / 30%);
}
@supports (position-area: bottom) {
  [popover] { margin: .25rem 0; position-area: bottom span-right; position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline; }
}
footer { margin-top: 2rem; color: var(--quiet); font-size: .875rem; }
@media (max-width: 40rem) {
  body { padding: .9rem .75rem 2rem; }
  h1 { font-size: 1.3rem; }
  th, td { padding: .3rem .15rem; }
  th:first-child { width: 24%; padding-left: .5rem; }
  thead th, thead th:not(:first-child) { padding: .3rem .1rem; }
  thead th:first-child { padding-left: .5rem; }
  th, thead th, td > a, td > button, .none { font-size: .75rem; line-height: 1.2; }
  td > a, td > button, .none { width: 100%; padding: .2rem .1rem; text-align: center; }
  th[scope=row] { vertical-align: middle; }
  td i { display: block; font-size: 1rem; }
  thead th:not(:first-child) { text-align: center; }
  [popover] {
    inset: auto 0 0; width: 100%; max-width: none; max-height: 60vh; margin: 0; border-width: 1px 0 0; border-radius: .75rem .75rem 0 0;
    position-area: none;
  }
}
`
