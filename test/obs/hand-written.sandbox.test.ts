import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { serve } from '../repository/site.js'
import { makePerson, type Person } from './command.js'
import { makeProjects, writeSources } from './hand-written.js'
import { cells, listContainersOf, listJobs, listRevisions, ofEachCell, sandbox } from './live.js'
import { container, nameProjects } from './project.js'

// The route of somebody without a config: a project, packages in it, and folders of hand-written files.

const projects = nameProjects()
const { build, publish } = projects
const project = { project: build }
const quickly = { 'poll-interval': '1s' }
let person: Person

beforeAll(async () => {
  person = await makePerson('1.x')
  await person.signIn()
  await makeProjects(person, projects)
})

afterAll(() => person.remove())
