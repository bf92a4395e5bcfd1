export { sampleContract } from './contract.ts';
export { createSampleRouter, registerSampleJobs } from './router.ts';
export { type Simulation, type SimulationOptions, simulate } from './simulator/simulate.ts';
