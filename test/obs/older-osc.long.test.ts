import { testOsc } from './osc-session.js'

// The osc of Debian 12.
testOsc('0.169.1')
