// Ports of this machine.
import { createServer } from 'node:net';

/** Listens for an instant; answers the port or throws what the system says (EADDRINUSE, EACCES …). */
function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}

/** A port that nobody uses at this moment. */
export function freePort(host = '127.0.0.1') {
  return tryListen(0, host);
}

export async function portIsFree(port, host = '127.0.0.1') {
  try {
    await tryListen(port, host);
    return true;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return false;
    throw error;
  }
}
