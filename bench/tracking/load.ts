import { connect, type Socket } from 'node:net';
import { makeBodies } from './events.ts';

/** The load's own process: sends requests as fast as they are answered, over so many connections. */
export type LoadOrder = {
  port: number;
  path: string;
  authorization: string;
  events: number;
  perRequest: number;
  connections: number;
  visitors: number;
};
export type LoadResult = { seconds: number; p50Ms: number; p99Ms: number; refused: number; events: number };

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run(order: LoadOrder): Promise<LoadResult> {
  const head = `POST ${order.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nauthorization: ${order.authorization}\r\n`;
  const requests = [...makeBodies(order)].map((body) => {
    const bytes = Buffer.byteLength(body);
    return Buffer.from(`${head}content-length: ${bytes}\r\n\r\n${body}`);
  });
  let next = 0;
  let refused = 0;
  const latencies: number[] = [];
  const take = () => requests[next++];
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = take(); request !== undefined; request = take()) {
        const sent = performance.now();
        const status = await exchange(socket, request);
        latencies.push(performance.now() - sent);
        if (status !== 200) refused += 1;
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { seconds, p50Ms: at(0.5), p99Ms: at(0.99), refused, events: requests.length * order.perRequest };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends one request and reads its whole answer; answers its status. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /content-length: (\d+)/i.exec(text.slice(0, end));
      const isWhole = length ? text.length >= end + 4 + Number(length[1]) : text.endsWith('0\r\n\r\n');
      if (!isWhole) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      resolve(Number(text.slice(9, 12)));
    };
    const onClose = () => reject(new Error('The server closed the connection.'));
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(request);
  });
}
