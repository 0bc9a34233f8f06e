import { testOsc } from './osc-session.js'
import { testRepetition } from './repetition.js'

// The osc of Debian 12.
testOsc('0.169.1')
testRepetition('0.169.1')
