import { expandTemplate } from '../config/template.js'

/** Where a builder of a project is published, by a template with {project}, {project-path} and {builder}. */
export function fillRepositoryUrl(template: string, project: string, builder: string): string {
  return expandTemplate(template, { project, 'project-path': project.replaceAll(':', ':/'), builder })
}
