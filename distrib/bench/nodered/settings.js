// Node-RED as the bench runs it: loopback only, quiet, and nothing fetched from outside.
module.exports = {
  uiPort: 21880,
  uiHost: "127.0.0.1",
  flowFile: "flows.json",
  credentialSecret: false,
  disableEditor: false,
  telemetry: { enabled: false, updateNotification: false },
  logging: { console: { level: "warn", metrics: false, audit: false } },
  externalModules: { autoInstall: false, palette: { allowInstall: false } },
  functionExternalModules: false,
  diagnostics: { enabled: false },
  runtimeState: { enabled: false },
  exportGlobalContextKeys: false,
};
