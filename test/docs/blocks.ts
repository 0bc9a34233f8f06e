/** A fenced block of a Markdown text. */
export interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a Markdown text, in their order. */
export function listBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }))
}
