/** The whole of what a game's page or a Node program imports; every other module is the client's own. */
export { RingsideClient } from './client.js';
export { State, webSocket } from './connection.js';
export { Interpolation } from './interpolation.js';
export { Prediction } from './prediction.js';
export { World } from './world.js';
export { Layout } from './layout.js';
export { encodeRecord, decodeRecord } from './record.js';
export { Fixed, Angle } from './fixed.js';
