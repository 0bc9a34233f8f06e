export const id=2218;export const ids=[2218];export const modules={44198:(__u,__x,__r)=>{__r.d(__x,{PT:()=>markup,ZD:()=>escapeHtml});const entities={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};class Html{text;constructor(text){this.text=text}static join(strings,values){return new Html(strings.map((string,index)=>string+write(values[index])).join(""))}}function markup(strings,...values){return Html.join(strings,values)}function escapeHtml(text){return text.replace(/[&<>"']/g,letter=>entities[letter]??letter)}function write(value){if(value===undefined||value===false)return"";if(value instanceof Html)return value.text;return typeof value==="object"?value.map(({text})=>text).join(""):escapeHtml(String(value))}},71883:(__u,__x,__r)=>{__r.d(__x,{l:()=>showTime,p:()=>renderHead});var node_crypto__0=__r(77598);var _html_js__1=__r(44198);function renderHead(title,style,links=[]){const digest=(0,node_crypto__0.createHash)("sha256").update(style.text).digest("base64");const policy=`default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`;return(0,_html_js__1.PT)`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
${links}<title>${title}</title>
<style>${style}</style>
</head>`}function showTime(time){return`${new Date(time).toISOString().slice(0,16).replace("T"," ")} UTC`}},58860:(__u,__x,__r)=>{__r.d(__x,{x:()=>pageStyle});var _html_js__0=__r(44198);const pageStyle=(0,_html_js__0.PT)`
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
`},87049:(__u,__x,__r)=>{__r.d(__x,{C:()=>renderMatrix,M:()=>syllables});var _html_js__0=__r(44198);var _page_text_js__1=__r(44386);const syllables={metadata:"meta\xaddata",signatures:"signa\xadtures",presence:"pres\xadence",payload:"pay\xadload",install:"in\xadstall",delivery:"deliv\xadery"};function renderMatrix(matrix,label,first,places){const heads=matrix.columns.map(check=>(0,_html_js__0.PT)`<th scope="col">${syllables[check]}</th>`);const blocks=matrix.blocks.map(block=>renderBlock(block,matrix,places));return(0,_html_js__0.PT)`<table aria-label="${(0,_page_text_js__1.gU)(label)}">
<thead><tr><th scope="col">${first}</th>${heads}</tr></thead>
${blocks}</table>
`}function renderBlock({version,lines},matrix,places){const width=matrix.columns.length+1;const name=(0,_page_text_js__1.gU)(version??"");const head=version!==undefined&&(0,_html_js__0.PT)`<tr><th scope="rowgroup" colspan="${width}">${name}</th></tr>\n`;return(0,_html_js__0.PT)`<tbody>${head}${lines.map(line=>renderLine(line,matrix,places))}</tbody>\n`}function renderLine({name,results},{columns},places){const cells=columns.map(check=>{const own=results.filter(result=>result.check===check);const none=own.length===0&&(0,_html_js__0.PT)`<span class="none"><i aria-hidden="true">–</i><b>not made</b></span>`;return(0,_html_js__0.PT)`<td>${none}${own.map(each=>renderResult(each,places))}</td>`});return(0,_html_js__0.PT)`<tr><th scope="row">${(0,_page_text_js__1.gU)(name)}</th>${cells}</tr>\n`}function renderResult(result,{anchors,bytes,makeName}){const{state,subject,check}=result;const word=(0,_html_js__0.PT)`<i aria-hidden="true">${_page_text_js__1.Z8[state]}</i> ${state}`;const anchor=anchors.get(result);if(anchor!==undefined)return(0,_html_js__0.PT)`<a class="${state}" href="#${anchor}">${word}</a>`;const name=makeName();const opened=(0,_html_js__0.PT)`<b>${(0,_page_text_js__1.gU)(subject)}, ${check}</b>${(0,_page_text_js__1.oP)(result,bytes)}`;return(0,_html_js__0.PT)`<button class="${state}" popovertarget="${name}">${word}</button><div popover id="${name}">${opened}</div>`}},44386:(__u,__x,__r)=>{__r.d(__x,{OP:()=>allotBytes,Z8:()=>marks,c0:()=>countStates,gU:()=>renderName,oP:()=>renderEvidence});var _foreign_text_js__1=__r(49207);var _html_js__0=__r(44198);const marks={failed:"✗",unproved:"?",warning:"!",passed:"✓"};const weights={all:9e5,least:160,most:4e3};function allotBytes(results){return Math.min(weights.most,Math.max(weights.least,Math.floor(weights.all/results)))}function renderName(name){return(0,_foreign_text_js__1.$Q)((0,_foreign_text_js__1.Bq)(name),200,_html_js__0.ZD)}function renderEvidence({evidence,details=[]},bytes){const seen=(0,_foreign_text_js__1.$Q)((0,_foreign_text_js__1.Bq)(evidence),bytes,_html_js__0.ZD);const steps=[];let room=bytes-Buffer.byteLength((0,_html_js__0.ZD)(seen));for(const detail of details){if(room<=0)break;const step=(0,_foreign_text_js__1.$Q)((0,_foreign_text_js__1.Bq)(detail),room,_html_js__0.ZD);room-=Buffer.byteLength((0,_html_js__0.ZD)(step))+9;steps.push((0,_html_js__0.PT)`<li>${renderWords(step)}</li>`)}if(steps.length<details.length)steps.push((0,_html_js__0.PT)`<li>…</li>`);const found=steps.length>0&&(0,_html_js__0.PT)`<details><summary>How this was found out</summary><ol>${steps}</ol></details>`;return(0,_html_js__0.PT)`<p>${renderWords(seen)}</p>${found}`}function renderWords(text){return(0,_foreign_text_js__1.mB)(text).map(part=>part.isCode?(0,_html_js__0.PT)`<code>${part.text}</code>`:(0,_html_js__0.PT)`${part.text}`)}function countStates(results){const states=["failed","unproved","warning","passed"];return states.map(state=>({state,count:results.filter(result=>result.state===state).length})).filter(({count})=>count>0).map(({state,count})=>`${count} ${state}`).join(", ")}},26199:(__u,__x,__r)=>{__r.d(__x,{C:()=>renderPage});var html=__r(44198);var request=__r(96773);function arrangeRepositories(results){const own=results.filter(({cell})=>cell===undefined);if(own.length===0)return undefined;const lines=group(own,({subject})=>subject);return{name:"Repositories",columns:listColumns(own),blocks:[{version:undefined,lines}],results:own}}function arrangePackages(results){const own=results.filter(result=>result.cell!==undefined);return group(own,({cell})=>`${cell.format} ${cell.package}`).map(({name,results:ofPackage})=>({name,columns:listColumns(ofPackage),blocks:group(ofPackage,({cell})=>cell.version).map(({name:version,results:ofVersion})=>({version,lines:group(ofVersion,({cell})=>cell.architecture)})),results:ofPackage}))}function listColumns(results){return request.A.filter(check=>results.some(result=>result.check===check))}function group(results,nameOf){const groups=new Map;for(const result of results){const name=nameOf(result);const present=groups.get(name);if(present===undefined)groups.set(name,[result]);else present.push(result)}return[...groups].map(([name,members])=>({name,results:members}))}var page_head=__r(71883);var page_style=__r(58860);var page_table=__r(87049);var page_text=__r(44386);var urgency=__r(84048);var verdict=__r(56898);const heads={failed:"Failed.",unproved:"Not all is proved.",warning:"Passed, with warnings.",passed:"Passed."};const few=100;function renderPage({title,results,time,version,above}){const{state,sentence}=(0,verdict.S)(results);const anchors=new Map((0,urgency.T)(results).map((result,index)=>[result,`t${index+1}`]));let names=0;const places={anchors,bytes:(0,page_text.OP)(results.length),makeName:()=>`e${++names}`};const sections={troubles:{name:"To look at",body:renderTroubles(places)},repositories:{name:"Repositories",body:renderRepositories(arrangeRepositories(results),places)},packages:{name:"Packages",body:renderPackages(arrangePackages(results),results.length<=few,places)}};const filled=Object.entries(sections).filter(([,{body}])=>body!==undefined);return(0,html.PT)`${(0,page_head.p)(`${heads[state]} ${(0,page_text.gU)(title)}`,page_style.x)}
<body>
<header>
${above&&(0,html.PT)`<p class="above"><a href="${above.href}">${(0,page_text.gU)(above.name)}</a></p>\n`}<h1>${(0,page_text.gU)(title)}</h1>
<p class="verdict ${state}"><i aria-hidden="true">${page_text.Z8[state]}</i><span><strong>${heads[state]}</strong> ${sentence}</span></p>
<nav aria-label="Parts of this page">${filled.map(([id,{name}])=>(0,html.PT)`<a href="#${id}">${name}</a> `)}</nav>
</header>
<main>
${filled.map(([id,{name,body}])=>(0,html.PT)`<section id="${id}"><h2>${name}</h2>\n${body}</section>\n`)}</main>
<footer><p>Verified on <time>${(0,page_head.l)(time)}</time> by verify-repo of obs-publish ${version}.</p></footer>
</body>
</html>
`.text}function renderTroubles({anchors,bytes}){if(anchors.size===0)return undefined;const entries=[...anchors].map(([result,anchor])=>{const{state,subject,check}=result;const head=(0,html.PT)`<span><i aria-hidden="true">${page_text.Z8[state]}</i> ${state}</span> ${(0,page_text.gU)(subject)}, ${check}`;return(0,html.PT)`<li id="${anchor}" class="${state}"><h3>${head}</h3>${(0,page_text.oP)(result,bytes)}</li>\n`});return(0,html.PT)`<ol class="troubles">\n${entries}</ol>\n`}function renderRepositories(matrix,places){return matrix&&(0,page_table.C)(matrix,"The repositories themselves, by check","Subject",places)}function renderPackages(matrices,areFew,places){if(matrices.length===0)return undefined;const packages=matrices.map(matrix=>{const isOpen=areFew||matrix.results.some(({state})=>state!=="passed");const table=(0,page_table.C)(matrix,`${matrix.name}: versions and architectures by check`,"Archi\xadtecture",places);const head=(0,html.PT)`<summary><h3>${(0,page_text.gU)(matrix.name)}</h3> <span>${(0,page_text.c0)(matrix.results)}</span></summary>`;return(0,html.PT)`<details class="package"${isOpen&&(0,html.PT)` open`}>${head}\n${table}</details>\n`});return(0,html.PT)`${packages}`}},22218:(__u,__x,__r)=>{__r.d(__x,{writePage:()=>writePage});var node_path__0=__r(76760);var _host_file_js__1=__r(38917);var _page_js__2=__r(26199);async function writePage(file,subject,results,host){const path=(0,node_path__0.resolve)(host.directories.work,file);const title=`Published repositories of ${subject}`;await (0,_host_file_js__1.f8)(path,(0,_page_js__2.C)({title,results,time:host.clock.now(),version:host.version}));return path}}};
