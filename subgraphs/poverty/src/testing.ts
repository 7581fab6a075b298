import { type App, type TestOptions, testApp } from '#platform/testing';
import { personnel } from '../../personnel/src/subgraph.ts';
import { villages } from '../../villages/src/subgraph.ts';
import { poverty } from './subgraph.ts';

const register = { spec: villages };

/** This subgraph, with the county in it unless said otherwise, having followed the register and the personnel files. */
export const povertyApp = (options: TestOptions = {}): Promise<App> =>
  testApp(poverty, { follows: [register, { spec: personnel, follows: [register] }], ...options });
