// rxdb-server brings a Node package for this; a browser has its own.
export default globalThis.EventSource;
