import { createHash } from 'node:crypto'
import { markup, type Html } from './html.js'

/** The head of a page that loads and runs nothing; its one style is allowed by what it holds. */
export function renderHead(title: string, style: Html, links: readonly Html[] = []): Html {
  const digest = createHash('sha256').update(style.text).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`
  return markup`<!doctype html>
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
</head>`
}

/** A moment to the minute; times of reports are UTC. */
export function showTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
