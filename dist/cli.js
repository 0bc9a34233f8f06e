#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { command } from './index.js'

const suite = fileURLToPath(new URL('..', import.meta.url))
await command(process.argv.slice(2), suite)
