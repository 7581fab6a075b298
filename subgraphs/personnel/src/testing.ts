import { type App, type TestOptions, testApp } from '#platform/testing';
import { villages } from '../../villages/src/subgraph.ts';
import { personnel } from './subgraph.ts';

/** This subgraph, with the county in it unless said otherwise, having followed the register. */
export const personnelApp = (options: TestOptions = {}): Promise<App> => testApp(personnel, { follows: [{ spec: villages }], ...options });
