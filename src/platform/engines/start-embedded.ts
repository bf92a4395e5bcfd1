import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { type Engines, lockDataDirectory, startEngines } from './index.ts';

/** Takes the data directory and starts the engines that no URL is given for; `stop` ends both. */
export async function startEmbedded(options: { config: Config; log: Log }): Promise<Engines> {
  const { config, log } = options;
  const lock = await lockDataDirectory(config.dataDir);
  try {
    const engines = await startEngines({
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl,
      clickhouseUrl: config.clickhouseUrl,
      log,
    });
    return {
      ...engines,
      stop: async () => {
        await engines.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
