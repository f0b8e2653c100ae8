/** Set by electron.vite.config.ts at build time. */
interface ImportMetaEnv {
  readonly KHAACHO_SERVER_ORIGIN: string;
  readonly KHAACHO_UPDATE_FEED: string;
  readonly KHAACHO_UPDATE_PUBLIC_KEY: string;
}
