import { testRepetition } from './repetition.js'

// The newest osc.
testRepetition('1.x')
