/** The bridge: named questions and nothing else; the page never sees ipcRenderer. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { channels, type DesktopApi, type UpdateState } from '../ipc.ts';

const api: DesktopApi = {
  about: () => ipcRenderer.invoke(channels.about),
  setServerOrigin: (origin) => ipcRenderer.invoke(channels.setServerOrigin, origin),
  replicaKey: () => ipcRenderer.invoke(channels.replicaKey),
  sessionToken: {
    read: () => ipcRenderer.invoke(channels.readSessionToken),
    keep: (token) => ipcRenderer.invoke(channels.keepSessionToken, token),
    forget: () => ipcRenderer.invoke(channels.forgetSessionToken),
  },
  savePdf: (options) => ipcRenderer.invoke(channels.savePdf, options),
  print: () => ipcRenderer.invoke(channels.print),
  openDiagnostics: () => ipcRenderer.invoke(channels.openDiagnostics),
  checkForUpdate: () => ipcRenderer.invoke(channels.checkForUpdate),
  installUpdate: () => ipcRenderer.invoke(channels.installUpdate),
  onUpdate(listener) {
    // The event itself holds a way back to ipcRenderer: it stays on this side.
    const forward = (_event: IpcRendererEvent, state: UpdateState) => listener(state);
    ipcRenderer.on(channels.updateState, forward);
    return () => {
      ipcRenderer.off(channels.updateState, forward);
    };
  },
};

contextBridge.exposeInMainWorld('khaacho', api);
