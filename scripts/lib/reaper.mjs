// Stops a PostgreSQL whose starter was killed, on systems that cannot tie a child to its parent.
// The starter holds the other end of our stdin: it closes when the starter ends, however it ends.
const pid = Number(process.argv[2]);
process.stdin.on('end', () => {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Already gone: the starter stopped it itself.
  }
  process.exit(0);
});
process.stdin.resume();
