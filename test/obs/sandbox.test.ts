import { testOsc } from './osc-session.js'

// The newest osc.
testOsc('1.x')
