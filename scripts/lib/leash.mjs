// Loaded into a child with `--import`: when the parent is killed, even by kill -9, the child ends too.
// The parent holds the other end of an IPC channel on which nothing is ever said.

// The database goes down together with the parent, so there is little left to do in order.
const GRACE_MS = 3000;

if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(137), GRACE_MS).unref();
  });
  process.channel.unref();
}
