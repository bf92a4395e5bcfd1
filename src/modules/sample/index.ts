export { createSampleRouter, registerSampleJobs } from './router.ts';
export type { Simulation, SimulationOptions } from './simulator/simulate.ts';
