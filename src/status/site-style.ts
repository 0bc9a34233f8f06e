import { markup } from '../report/html.js'
import { pageStyle } from '../report/page-style.js'

/** How the pages of a site look, beside what pages of results have. */
export const siteStyle = markup`${pageStyle}
section > p { margin: 0 0 .75rem; }
table + p, table + details { margin-top: .75rem; }
.above { font-size: .9375rem; }
.verdict + p { margin: 0 0 .75rem; color: var(--quiet); }
.lines { border: 1px solid var(--line); border-radius: .375rem; border-collapse: separate; border-spacing: 0; overflow: clip; }
.lines tr:first-child > * { border-top: 0; }
.lines tbody:not(:first-of-type) tr:first-child > *, .lines thead + tbody tr:first-child > * { border-top: 1px solid var(--line); }
.lines th:first-child, .lines thead th:first-child { width: 26%; padding-left: .9rem; }
.lines thead th, .lines thead th:not(:first-child) { position: static; padding-left: .6rem; }
.lines thead th:first-child { padding-left: .9rem; }
.lines th[scope=row] { font-weight: 600; }
.lines td small { margin-left: .5rem; color: var(--quiet); font-size: .875rem; }
.lines td .platform { display: block; margin: 0; }
.lines td > a, .lines td > b { display: inline; width: auto; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
td > a:not([class]) { padding: 0; background: none; color: var(--link); }
td > b {
  padding: .1rem .5rem; border-radius: .25rem; background: var(--on-state); color: var(--state); font-weight: 400;
}
.matrix { border: 1px solid var(--line); }
.matrix th[scope=row] { font-weight: 400; }
.matrix td > b { display: inline-block; }
.install { margin: 0 0 .75rem; border: 1px solid var(--line); border-radius: .375rem; }
.install > summary { padding: .6rem .9rem; }
.install > summary span { margin-left: .5rem; color: var(--quiet); }
.install > p { padding: 0 .9rem .6rem; color: var(--quiet); font-size: .9375rem; }
pre {
  margin: 0; padding: .75rem .9rem; overflow-x: auto; border-top: 1px solid var(--line); background: var(--head);
  font: .875rem/1.5 ui-monospace, monospace; user-select: all; -webkit-user-select: all; overflow-wrap: normal;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.events { margin: 0; padding: 0; list-style: none; }
.events li { display: grid; grid-template-columns: 11.5rem 1fr; gap: 0 1rem; padding: .35rem 0; border-top: 1px solid var(--line); white-space: normal; }
.events li:first-child { border-top: 0; }
.events time { color: var(--quiet); font-size: .9375rem; font-variant-numeric: tabular-nums; }
.events i { margin-right: .4rem; color: var(--state); }
@media (max-width: 40rem) {
  .lines th:first-child, .lines thead th:first-child { width: 30%; padding-left: .5rem; }
  .lines thead th, .lines thead th:not(:first-child) { font-size: .8125rem; }
  .matrix td { padding: .3rem .1rem; }
  .matrix td > b { width: 100%; padding: .2rem 0; font-size: .6875rem; line-height: 1.2; text-align: center; }
  .matrix th:first-child { width: 21%; }
  .lines th, .lines td { padding: .5rem .25rem; font-size: .875rem; text-align: left; vertical-align: baseline; }
  .lines thead th:not(:first-child) { padding-left: .25rem; text-align: left; }
  .lines td > a, .lines td > b, .lines .none { width: auto; font-size: .875rem; text-align: left; }
  .lines td > b { padding: .1rem .3rem; }
  .lines td i { display: inline; font-size: inherit; }
  .lines td > small { display: block; margin: .15rem 0 0; }
  .events li { grid-template-columns: 1fr; }
  dl { grid-template-columns: 1fr; }
  dd { margin: 0 0 .5rem; }
}
`
