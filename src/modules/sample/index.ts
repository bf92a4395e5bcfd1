;
export { createSampleRouter, registerSampleJobs } from './router.ts';
export { type Simulation, type SimulationOptions,  } from './simulator/simulate.ts';
